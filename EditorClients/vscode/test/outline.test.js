'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { cellAt, describeCell, hasRoles, headOfStep, stepNames } = require('../src/logic/outline');

function cell(index, change) {
  return {
    cell: index, uri: `cell:${index}`, range: { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } },
    role: 'step', step: null, isContinuation: false, tags: [], previous: [], inputs: [], outputs: [], parameters: [],
    metrics: [], ...change,
  };
}

const outline = {
  isKaleNotebook: true,
  pipelineName: 'p',
  cells: [
    cell(1, { role: 'imports', tags: ['imports'] }),
    cell(2, { step: 'load', tags: ['step:load'], outputs: ['df'] }),
    cell(3, { step: 'load', isContinuation: true, outputs: ['df'] }),
    cell(4, {
      step: 'train', tags: ['step:train', 'prev:load'], previous: ['load'],
      inputs: [{ name: 'df', from: 'load' }], outputs: ['model'], parameters: ['rate'], metrics: ['loss'],
    }),
    cell(6, { step: 'report', tags: ['step:report'] }),
    cell(7, { role: 'none' }),
  ],
};

test('steps in the order of the notebook, each once, and where they begin', () => {
  assert.deepEqual(stepNames(outline), ['load', 'train', 'report']);
  assert.equal(headOfStep(outline, 'load').cell, 2);
  assert.equal(headOfStep(outline, 'nothing'), undefined);
});

test('the cell of a document of its own', () => {
  assert.equal(cellAt(outline, 'cell:4', 2).step, 'train');
  assert.equal(cellAt(outline, 'cell:5', 0), undefined);
});

test('the cell at a line of a text that holds them all', () => {
  const lines = [[4, 8], [10, 12], [14, 20]].map(([start, end]) => ({ start: { line: start }, end: { line: end } }));
  const text = { ...outline, cells: lines.map((range, index) => cell(index, { uri: 'file:a.py', range })) };
  assert.deepEqual([0, 4, 9, 10, 30].map((line) => cellAt(text, 'file:a.py', line).cell), [0, 0, 0, 1, 2]);
});

test('a step is described with what it takes and hands on', () => {
  assert.deepEqual(describeCell(outline.cells[3]), {
    text: 'Step train',
    after: ' after load',
    tooltip: [
      'Step train', 'Runs after: load', 'Inputs: df from load', 'Outputs: model', 'Parameters: rate', 'Metrics: loss',
    ],
  });
});

test('other cells by their role, later ones as continued', () => {
  assert.equal(describeCell(outline.cells[0]).text, 'Imports');
  assert.equal(describeCell(outline.cells[2]).text, 'Step load (continued)');
  assert.equal(describeCell(outline.cells[2]).after, '');
  assert.equal(describeCell(outline.cells[5]).text, 'Not in a step');
});

test('only a notebook in which a cell has a role says what each cell is', () => {
  const untagged = [cell(0, { role: 'none', tags: ['hide-input'] }), cell(1, { role: 'none' })];
  assert.equal(hasRoles({ ...outline, cells: untagged }), false);
  assert.equal(hasRoles({ ...outline, cells: [...untagged, cell(2, { role: 'skip' })] }), true);
});
