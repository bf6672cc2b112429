import assert from 'node:assert/strict';
import { test } from 'node:test';

import { applyNotebookEdits, applyTextEdits } from '../labextension/static/notebook/edits.js';
import { SharedNotebook } from './sharedModels.js';

const finder = notebook => uri => notebook.cells.find(({ id }) => id === uri);
const edit = (startLine, start, endLine, end, newText) => ({
  range: { start: { line: startLine, character: start }, end: { line: endLine, character: end } },
  newText
});

test('metadata is replaced key by key, in one transaction of the notebook', () => {
  const notebook = new SharedNotebook([{ metadata: { tags: ['stp:a'], scrolled: true, old: 1 } }]);
  const edits = [{ kind: 'cellMetadata', cell: 'c0', metadata: { tags: ['step:a'], scrolled: true } }];
  assert.equal(applyNotebookEdits(notebook, edits, finder(notebook)), null);
  assert.deepEqual(notebook.cells[0].metadata, { tags: ['step:a'], scrolled: true });
  assert.deepEqual(notebook.transactions, ['notebook']);
  assert.equal(notebook.changes.length, 2);
});

test('edits of a text are in terms of the text before all of them', () => {
  const notebook = new SharedNotebook([{ source: 'a = 1\nb = 🙂 2\nc' }]);
  const edits = [
    {
      kind: 'cellText',
      cell: 'c0',
      edits: [edit(0, 0, 0, 1, 'first'), edit(1, 7, 1, 8, '3'), edit(2, 1, 2, 1, '!')]
    }
  ];
  assert.equal(applyNotebookEdits(notebook, edits, finder(notebook)), null);
  assert.equal(notebook.cells[0].source, 'first = 1\nb = 🙂 3\nc!');
});

test('cells are inserted in order, before the cell that is named or at the end', () => {
  const notebook = new SharedNotebook([{ source: 'a' }, { source: 'b' }]);
  const cell = (text, kind = 2) => ({ kind, languageId: 'python', text, metadata: { tags: [text] } });
  const edits = [
    { kind: 'insertCells', before: 'c1', cells: [cell('1'), cell('2', 1)] },
    { kind: 'insertCells', before: null, cells: [cell('3')] },
    { kind: 'notebookMetadata', metadata: { kubeflow_notebook: { docker_image: '' } } }
  ];
  assert.equal(applyNotebookEdits(notebook, edits, finder(notebook)), null);
  assert.deepEqual(
    notebook.cells.map(({ source, cell_type }) => [source, cell_type]),
    [
      ['a', 'code'],
      ['1', 'code'],
      ['2', 'markdown'],
      ['b', 'code'],
      ['3', 'code']
    ]
  );
  assert.deepEqual(notebook.metadata, { kubeflow_notebook: { docker_image: '' } });
});

test('nothing is done where something cannot be', () => {
  const notebook = new SharedNotebook([{ metadata: { tags: ['a'] } }]);
  const possible = { kind: 'cellMetadata', cell: 'c0', metadata: {} };
  for (const impossible of [
    { kind: 'cellMetadata', cell: 'gone', metadata: {} },
    { kind: 'insertCells', before: 'gone', cells: [] },
    { kind: 'new' }
  ]) {
    assert.match(applyNotebookEdits(notebook, [possible, impossible], finder(notebook)), /no longer exists|new/);
  }
  assert.deepEqual(notebook.cells[0].metadata, { tags: ['a'] });
  assert.deepEqual(notebook.transactions, []);
});

test('an edit of one text is a step of its own editor, of several one of the notebook', () => {
  const notebook = new SharedNotebook([{ source: 'a' }, { source: 'b' }]);
  const [first, second] = notebook.cells;
  applyTextEdits(notebook, [{ cell: first, edits: [edit(0, 0, 0, 1, 'x')] }]);
  applyTextEdits(notebook, [
    { cell: first, edits: [edit(0, 0, 0, 1, 'y')] },
    { cell: second, edits: [edit(0, 0, 0, 1, 'z')] }
  ]);
  assert.deepEqual(notebook.transactions, ['c0', 'notebook']);
  assert.deepEqual([first.source, second.source], ['y', 'z']);
});
