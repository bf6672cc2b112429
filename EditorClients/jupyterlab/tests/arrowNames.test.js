import assert from 'node:assert/strict';
import { test } from 'node:test';

import { arrowNames } from '../labextension/static/notebook/arrowNames.js';

const names = (...lines) => Object.fromEntries(arrowNames(['flowchart TD', ...lines, ''].join('\n')));

test('arrows carry the names that the server writes on them', () => {
  const found = names(
    '  step1["load_data<br/>rate"]',
    '  subgraph step2["other"]',
    '    step3["inner"]',
    '  end',
    '  step4["report"]',
    '  step1 -->|"houses"| step2',
    '  step2 -->|"first_long_name, second_long_name,<br/>third"| step4',
    '  step1 -.-> step4'
  );
  assert.deepEqual(found, {
    'load_data\nother': 'houses',
    'other\nreport': 'first_long_name, second_long_name, third'
  });
});

test('codes of characters are read, and nothing is made of what is no picture', () => {
  const found = names('  step1["a"]', '  step2["b"]', '  step1 -->|"#95;x, writes #34;#128202;#34;"| step2');
  assert.deepEqual(found, { 'a\nb': '_x, writes "📊"' });
  assert.equal(arrowNames('').size, 0);
});
