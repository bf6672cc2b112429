'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { SentVersions, planNotebookEdit } = require('../src/logic/notebookEdit');

const CELLS = ['cell:a', 'cell:markdown', 'cell:b'];
const EDIT = { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } }, newText: 'x' };
const CELL = { kind: 2, languageId: 'python', text: 'x = 1', metadata: {} };

test('all four kinds, with the places of cells in the whole notebook', () => {
  const plan = planNotebookEdit([
    { kind: 'cellMetadata', cell: 'cell:b', metadata: { tags: ['skip'] } },
    { kind: 'cellText', cell: 'cell:a', edits: [EDIT] },
    { kind: 'insertCells', before: 'cell:b', cells: [CELL] },
    { kind: 'insertCells', before: null, cells: [CELL] },
    { kind: 'notebookMetadata', metadata: { a: 1 } },
  ], CELLS);
  assert.deepEqual(plan, {
    edits: [
      { kind: 'cellMetadata', index: 2, metadata: { tags: ['skip'] } },
      { kind: 'cellText', uri: 'cell:a', edits: [EDIT] },
      { kind: 'insertCells', index: 2, cells: [CELL] },
      { kind: 'insertCells', index: 3, cells: [CELL] },
      { kind: 'notebookMetadata', metadata: { a: 1 } },
    ],
  });
});

for (const edit of [
  { kind: 'cellMetadata', cell: 'cell:gone', metadata: {} },
  { kind: 'cellText', cell: 'cell:gone', edits: [] },
  { kind: 'insertCells', before: 'cell:gone', cells: [CELL] },
  { kind: 'deleteCells', cells: ['cell:a'] },
]) {
  test(`${edit.kind} that cannot be made refuses the whole`, () => {
    const plan = planNotebookEdit([{ kind: 'notebookMetadata', metadata: {} }, edit], CELLS);
    assert.match(plan.problem, edit.kind === 'deleteCells' ? /does not support deleteCells edits/ : /does not contain the cell cell:gone/);
  });
}

test('what counts is the version that the server was told last', () => {
  const versions = new SentVersions();
  assert.equal(versions.isCurrent('n', 1), false);
  versions.sent('n', 1);
  versions.sent('n', 4);
  assert.equal(versions.isCurrent('n', 4), true);
  assert.equal(versions.isCurrent('n', 1), false);
  versions.closed('n');
  assert.equal(versions.isCurrent('n', 4), false);
});
