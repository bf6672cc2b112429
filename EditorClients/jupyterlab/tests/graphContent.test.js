import assert from 'node:assert/strict';
import { test } from 'node:test';

import { graphContent } from '../labextension/static/notebook/graphContent.js';

const graph = { steps: [{ name: 'load', previous: [] }], edges: [] };

/** The content of the picture of one step of two cells with these problems. */
function contentWith(first, second = []) {
  const cells = ['first', 'second'].map(uri => ({ uri, role: 'step', step: 'load' }));
  const problems = { first, second };
  return graphContent({ outline: { cells }, run: null, markedDiagnosticsOf: uri => problems[uri] }, graph);
}

function problem(severity, line, message) {
  return { severity, message, range: { start: { line, character: 0 }, end: { line, character: 1 } } };
}

test('the graph stays the same where only the message or the place of a problem changes', () => {
  assert.deepEqual(contentWith([problem(2, 1, 'a')]), contentWith([problem(2, 2, 'b')]));
});

test('the graph says how many errors and warnings a step has, wherever they are', () => {
  const problems = content => content.steps[0].problems.map(({ severity }) => severity);
  assert.deepEqual(problems(contentWith([problem(2, 0, 'a'), problem(4, 0, 'b')], [problem(1, 0, 'c')])), [1, 2]);
  assert.deepEqual(problems(contentWith([{ message: 'none given', range: {} }])), [1]);
});
