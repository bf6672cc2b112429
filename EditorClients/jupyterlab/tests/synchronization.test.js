import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DocumentNames } from '../labextension/static/notebook/documentNames.js';
import { Snapshots } from '../labextension/static/notebook/snapshot.js';
import { Synchronization } from '../labextension/static/notebook/synchronization.js';
import { offsetAt } from '../labextension/static/protocol/positions.js';
import { SharedNotebook } from './sharedModels.js';

const names = new DocumentNames('file:///home', 'a b/ü.ipynb', 'w');
const take = notebook => new Snapshots(notebook, names).take();
const uri = (id, type = 'code') => names.cell(id, type);

/** A server's side: what it makes of the messages, as the specification says. */
class Server {
  constructor({ notebookDocument, cellTextDocuments }) {
    this.metadata = notebookDocument.metadata;
    this.cells = notebookDocument.cells;
    this.texts = new Map(cellTextDocuments.map(({ uri, text, version }) => [uri, { text, version }]));
  }

  receive({ change }) {
    if (change.metadata) this.metadata = change.metadata;
    const { structure, data = [], textContent = [] } = change.cells ?? {};
    if (structure) {
      const { start, deleteCount, cells } = structure.array;
      this.cells = this.cells.toSpliced(start, deleteCount, ...cells);
      for (const { uri } of structure.didClose) assert.ok(this.texts.delete(uri));
      for (const { uri, text, version } of structure.didOpen) {
        assert.ok(!this.texts.has(uri));
        this.texts.set(uri, { text, version });
      }
    }
    for (const cell of data)
      this.cells = this.cells.map(each => (each.document === cell.document ? cell : each));
    for (const { document, changes } of textContent) this.#change(document, changes);
  }

  #change({ uri, version }, changes) {
    const document = this.texts.get(uri);
    assert.equal(version, document.version + 1);
    for (const { range, text } of changes) {
      const [start, end] = [offsetAt(document.text, range.start), offsetAt(document.text, range.end)];
      document.text = document.text.slice(0, start) + text + document.text.slice(end);
    }
    document.version = version;
  }

  /** The same form as a snapshot's. */
  get state() {
    const cells = this.cells.map(({ document, metadata }) => [
      document,
      metadata,
      this.texts.get(document).text
    ]);
    return { metadata: this.metadata, cells };
  }
}

const state = ({ metadata, cells }) => ({
  metadata,
  cells: cells.map(cell => [cell.uri, cell.metadata, cell.text])
});

function opened(cells) {
  const notebook = new SharedNotebook(cells, { kubeflow_notebook: {} });
  const synchronization = new Synchronization(names.notebook, take(notebook));
  return { notebook, synchronization, server: new Server(synchronization.didOpen()) };
}

test('names are URIs of the file, of the window, and of the cell and its type', () => {
  assert.equal(names.notebook, 'file:///home/a%20b/%C3%BC.ipynb#w');
  assert.equal(uri('c 0'), 'file:///home/a%20b/%C3%BC.ipynb#w/code/c%200');
  assert.notEqual(uri('c0'), uri('c0', 'markdown'));
  assert.equal(new DocumentNames('', 'x.ipynb', 'w').notebook, 'jupyter:/x.ipynb#w');
});

test('nothing is sent for a notebook that is the same', () => {
  const { notebook, synchronization } = opened([{ source: 'x' }]);
  assert.equal(synchronization.didChange(take(notebook)), null);
  assert.equal(synchronization.version, 1);
});

test('a change of a text is sent as what changed', () => {
  const { notebook, synchronization } = opened([{ source: 'a = 1\nb = 2' }]);
  notebook.cells[0].source = 'a = 1\nb = 22';
  assert.deepEqual(synchronization.didChange(take(notebook)), {
    notebookDocument: { uri: names.notebook, version: 2 },
    change: {
      cells: {
        textContent: [
          {
            document: { uri: uri('c0'), version: 2 },
            changes: [
              { range: { start: { line: 1, character: 5 }, end: { line: 1, character: 5 } }, text: '2' }
            ]
          }
        ]
      }
    }
  });
});

test('a change of tags is sent as the cell with its metadata', () => {
  const { notebook, synchronization } = opened([{ metadata: { tags: ['skip'] } }]);
  notebook.cells[0].metadata.tags = ['step:a'];
  const { change } = synchronization.didChange(take(notebook));
  assert.deepEqual(change, {
    cells: { data: [{ kind: 2, document: uri('c0'), metadata: { tags: ['step:a'] } }] }
  });
});

test('a moved cell is neither opened nor closed', () => {
  const { notebook, synchronization } = opened([{ source: 'a' }, { source: 'b' }, { source: 'c' }]);
  notebook.cells.push(notebook.cells.shift());
  const { structure } = synchronization.didChange(take(notebook)).change.cells;
  assert.deepEqual([structure.didOpen, structure.didClose], [[], []]);
  assert.deepEqual([structure.array.start, structure.array.deleteCount], [0, 3]);
});

test('a cell that becomes Markdown is closed and opened', () => {
  const { notebook, synchronization } = opened([{ source: 'a' }]);
  notebook.cells[0].cell_type = 'markdown';
  const { structure } = synchronization.didChange(take(notebook)).change.cells;
  assert.deepEqual(structure.didClose, [{ uri: uri('c0') }]);
  assert.deepEqual(structure.didOpen, [
    { uri: uri('c0', 'markdown'), languageId: 'markdown', version: 1, text: 'a' }
  ]);
});

/** Numbers that look random and are the same each time. */
function* numbers(seed) {
  for (let value = seed; ; ) {
    value = (value * 1103515245 + 12345) % 2147483648;
    yield value / 2147483648;
  }
}

test('whatever is done, the server has the notebook as it is', () => {
  for (let seed = 1; seed <= 300; seed += 1) {
    const random = numbers(seed);
    const below = count => Math.floor(random.next().value * count);
    const words = ['a', '\n', 'x = 1', '🙂', '🙃', '\r\n', '', '\n\n'];
    const text = () => Array.from({ length: below(6) }, () => words[below(words.length)]).join('');
    const { notebook, synchronization, server } = opened(
      Array.from({ length: below(5) }, () => ({ source: text() }))
    );
    const doings = [
      () => notebook.insertCells(below(notebook.cells.length + 1), [{ source: text() }]),
      cell => notebook.cells.splice(notebook.cells.indexOf(cell), 1),
      cell =>
        notebook.cells.splice(
          below(notebook.cells.length),
          0,
          ...notebook.cells.splice(notebook.cells.indexOf(cell), 1)
        ),
      cell => Object.assign(cell, { source: text() }),
      cell => Object.assign(cell.metadata, { tags: [text()] }),
      cell => Object.assign(cell, { cell_type: cell.cell_type === 'code' ? 'markdown' : 'code' }),
      () => Object.assign(notebook, { metadata: { kubeflow_notebook: { n: below(9) } } })
    ];
    for (let round = 0; round < 8; round += 1) {
      for (let count = below(4); count > 0; count -= 1) {
        const doing = doings[below(doings.length)];
        const cell = notebook.cells[below(notebook.cells.length)];
        if (cell !== undefined || doing.length === 0) doing(cell);
      }
      const change = synchronization.didChange(take(notebook));
      if (change !== null) server.receive(change);
      assert.deepEqual(server.state, state(take(notebook)), `seed ${seed}`);
      assert.ok(synchronization.isCurrent(take(notebook)));
    }
  }
});
