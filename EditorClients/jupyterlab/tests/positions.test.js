import assert from 'node:assert/strict';
import { test } from 'node:test';

import { lineStarts, offsetAt, positionAt } from '../labextension/static/protocol/positions.js';

test('lines end at each of the three line breaks', () => {
  assert.deepEqual(lineStarts('a\nb\r\nc\rd'), [0, 2, 5, 7]);
});

test('offsets and positions are each other', () => {
  const text = 'x = "🙂"\r\ny\n\nz';
  for (let offset = 0; offset <= text.length; offset += 1) {
    if (text[offset] === '\n' && text[offset - 1] === '\r') continue;
    assert.equal(offsetAt(text, positionAt(text, offset)), offset);
  }
});

test('what lies outside counts as the nearest end', () => {
  assert.equal(offsetAt('ab\r\ncd', { line: 0, character: 9 }), 2);
  assert.equal(offsetAt('ab\ncd', { line: 1, character: 9 }), 5);
  assert.equal(offsetAt('ab\ncd', { line: 7, character: 0 }), 5);
});
