'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { describeCompilation, describeRun } = require('../src/logic/compilation');
const { mayBeNotebook } = require('../src/logic/documents');
const { FORM_BODY, GRAPH_BODY, PROPOSAL_BODY, escapeHTML, webPage } = require('../src/logic/webPage');
const { changedParameters } = require('../src/logic/parameters');

for (const [languageId, fileName, text] of [
  ['python', 'a.py', '# ---\n# jupyter:\n#   jupytext:\n#     text_representation:\n'],
  ['python', 'a.py', 'import os\n\n# %%\nx = 1\n'],
  ['python', 'a.py', '# %% tags=["step:a"]\n'],
  ['python', 'a.py', '# + tags=["step:a"]\nx = 1\n'],
  ['python', 'a.py', '# +\nx = 1\n'],
  ['python', 'a.py', '#%% tags=["step:a"]\n'],
  ['python', 'a.py', '# region tags=["step:a"]\nx = 1\n'],
  ['python', 'a.py', '# ---\n# jupyter:\n#   kernelspec:\n'],
  ['markdown', 'a.md', '# Title\n\n```python tags=["step:a"]\nx = 1\n```\n'],
  ['markdown', 'a.md', '---\njupyter:\n  jupytext:\n    formats: md\n---\n'],
  ['markdown', 'a.md', '---\r\njupyter:\r\n  kernelspec:\r\n    name: x\r\n---\r\n'],
  ['markdown', 'a.md', '# Title\n\n```{code-cell}\nx = 1\n```\n'],
  ['json', '/a/b.ipynb', ''],
  ['jsonc', '/a/b.ipynb', '{'],
]) {
  test(`may be a notebook: ${languageId} ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.ok(mayBeNotebook(languageId, fileName, text));
  });
}

for (const [languageId, fileName, text] of [
  ['python', 'a.py', 'import os\n# a comment about %% and +1\n#+ 2\nprint(1)\n'],
  ['markdown', 'a.md', '# Title\n\n```python\nx = 1\n```\n'],
  ['markdown', 'a.md', 'about jupytext:\n'],
  ['json', 'package.json', '{}'],
  ['ruby', 'a.rb', '# %%\n'],
]) {
  test(`is none: ${languageId} ${JSON.stringify(text.slice(0, 30))}`, () => {
    assert.equal(mayBeNotebook(languageId, fileName, text), false);
  });
}

test('a header that does not end is looked through in linear time', () => {
  // A search that began anew on every line would look at more than 10^13 characters, and never end.
  const text = `---\n${'a: b\n'.repeat(2_000_000)}`;
  assert.equal(mayBeNotebook('markdown', 'a.md', text), false);
});

test('a compilation is told with its files, or with what stopped it', () => {
  assert.deepEqual(
    describeCompilation({ pipelineSpecPath: '/w/.kale/a.yaml', dslPath: '/w/.kale/a.py', diagnostics: [] }),
    { succeeded: true, message: 'Wrote a.yaml and a.py to .kale.' },
  );
  const diagnostics = [{ severity: 1 }, { severity: 2 }, { severity: 1 }];
  assert.deepEqual(describeCompilation({ pipelineSpecPath: null, dslPath: null, diagnostics }),
    { succeeded: false, message: 'The notebook has 2 errors, so it was not compiled.' });
  assert.match(describeCompilation({ pipelineSpecPath: null, dslPath: null, diagnostics: [{ severity: 1 }] }).message,
    /1 error,/);
});

test('a run is told by its steps, and in the words of the server where it failed', () => {
  const done = [{ name: 'load', state: 'done' }];
  const text = 'Step `train` failed: no such column';
  assert.equal(describeRun({ succeeded: false, text, tasks: [...done, { name: 'train', state: 'failed' }] }), text);
  assert.equal(describeRun({ succeeded: true, tasks: done }), 'The run succeeded: 1 step ran.');
  const metrics = [{ name: 'accuracy', value: 0.934567 }];
  const tasks = [...done, { name: 'clean', state: 'cached' }, { name: 'train', state: 'done', metrics }];
  assert.equal(describeRun({ succeeded: true, tasks }), 'The run succeeded: 2 steps ran, 1 from the cache. accuracy = 0.93457.');
  assert.equal(describeRun({ succeeded: true, tasks: tasks.slice(1, 2) }), 'The run succeeded: 1 step from the cache.');
});

const PARAMETERS = [
  { name: 'n', type: 'int', default: 3 }, { name: 'rate', type: 'float', default: 0.5 },
  { name: 'fast', type: 'bool', default: true }, { name: 'title', type: 'str', default: ' a ' },
];

test('parameters that were not changed are not sent', () => {
  const same = new Map([['n', '3'], ['rate', '0.5'], ['fast', 'true'], ['title', ' a ']]);
  assert.deepEqual(changedParameters(PARAMETERS, same), {});
});

test('parameters are sent in their types', () => {
  const answers = new Map([['n', '-4'], ['rate', '1e-3'], ['fast', 'False'], ['title', 'null']]);
  assert.deepEqual(changedParameters(PARAMETERS, answers), { n: -4, rate: 0.001, fast: false, title: 'null' });
});

for (const [name, answer] of [['n', '1.5'], ['n', 'many'], ['rate', 'x'], ['rate', ' '], ['fast', '1']]) {
  test(`${name} is not ${answer}`, () => {
    const answers = new Map([[name, answer]]);
    assert.throws(() => changedParameters(PARAMETERS, answers), new RegExp(`^Error: ${name} must be`));
  });
}

for (const [name, body] of Object.entries({ form: FORM_BODY, graph: GRAPH_BODY, proposal: PROPOSAL_BODY })) {
  test(`the page of the ${name} loads nothing from elsewhere`, () => {
    const page = webPage({
      title: name, body, cspSource: 'vscode:', nonce: 'N',
      scripts: ['vscode:/m.js', 'vscode:/s.js'], styles: ['vscode:/c.css'],
    });
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)[1].replaceAll('&#39;', "'");
    assert.match(policy, /^default-src 'none';/);
    assert.match(policy, /script-src 'nonce-N'(;|$)/);
    assert.ok(!policy.includes('unsafe-eval') && !/script-src[^;]*unsafe-inline/.test(policy));
    assert.ok(!/https?:/.test(page));
    assert.equal(page.match(/<script /g).length, page.match(/<script nonce="N"/g).length);
  });
}

test('what is put into the page is escaped', () => {
  assert.equal(escapeHTML(`<a href="x" b='y'>&`), '&lt;a href=&quot;x&quot; b=&#39;y&#39;&gt;&amp;');
  const page = webPage({
    title: '<', body: '', cspSource: '"><script>', nonce: '"', scripts: ['"', '<'], styles: ["'"],
  });
  assert.ok(!page.includes('"><script>'));
});
