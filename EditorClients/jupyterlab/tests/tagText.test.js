import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DocumentNames } from '../labextension/static/notebook/documentNames.js';
import { KaleNotebook } from '../labextension/static/notebook/kaleNotebook.js';
import { scriptForCompletion, suggestions, tagAt, tagsIn } from '../labextension/static/notebook/tagText.js';
import { SharedNotebook } from './sharedModels.js';

test('tags are separated by commas, and a comma in a tag stays', () => {
  assert.deepEqual(tagsIn(' step:a , ,prev:b', []), ['step:a', 'prev:b']);
  assert.deepEqual(tagsIn('step:a, x,y', ['x,y']), ['step:a', 'x,y']);
});

test('the tag at the cursor is completed', () => {
  assert.deepEqual(tagAt('step:a, pre, skip', 11), { start: 8, end: 11, typed: 'pre' });
  assert.deepEqual(tagAt('step:a, ', 8), { start: 8, end: 8, typed: '' });
  assert.deepEqual(tagAt('', 0), { start: 0, end: 0, typed: '' });
});

test('the server completes a tag in a script of all tags', () => {
  const { text, position } = scriptForCompletion([['step:a'], ['skip'], ['step:"b"']], 1, ['step:c'], 'pr');
  const lines = text.split('\n');
  assert.deepEqual(
    lines.filter(Boolean),
    ['# %% tags=["step:a"]', '# %% tags=["step:c","pr"]', '# %% tags=["step:\\"b\\""]']
  );
  assert.equal(lines[position.line].slice(0, position.character).at(-1), 'r');
});

test('suggestions go with what is typed', () => {
  const items = [
    { label: 'prev:load', detail: 'd', filterText: 'prev:load', textEdit: { newText: 'prev:load' } },
    { label: 'limit:cpu:QUANTITY', filterText: 'limit:cpu:', textEdit: { newText: 'limit:cpu:' } },
    { label: 'skip' }
  ];
  const offered = typed => suggestions(items, typed).map(({ tag }) => tag);
  assert.deepEqual(offered('pr'), ['prev:load']);
  assert.deepEqual(offered(''), ['prev:load', 'limit:cpu:', 'skip']);
  assert.deepEqual(offered('skip'), []);
  assert.deepEqual(offered('lo'), ['prev:load']);
  assert.deepEqual(offered('c'), ['limit:cpu:']);
  assert.deepEqual(offered('l'), ['limit:cpu:', 'prev:load']);
  assert.deepEqual(offered('step:lo'), []);
});

/** A server that finds a tag wrong if it names a step that no cell is. */
class Server {
  log = [];
  #notebook = null;
  #cells = new Map();

  notify(method, params) {
    this.log.push([method, params]);
    const cells = params.notebookDocument.cells ?? params.change?.cells?.data ?? [];
    for (const { document, metadata } of cells) this.#cells.set(document, metadata.tags ?? []);
    const all = [...this.#cells.values()].flat();
    for (const [uri, tags] of this.#cells) {
      const wrong = tags.filter(tag => tag.startsWith('prev:') && !all.includes(tag.replace('prev:', 'step:')));
      this.#notebook?.receiveDiagnostics({ uri, diagnostics: wrong.map(message => ({ message, severity: 1 })) });
    }
  }

  follow(notebook) {
    this.#notebook = notebook;
  }

  async request() {
    return null;
  }
}

test('tags are tried on a copy, which tells what would be wrong and was not', async () => {
  const server = new Server();
  const tags = [['step:a'], ['step:b', 'prev:gone']];
  const shared = new SharedNotebook(tags.map(tags => ({ metadata: { tags } })));
  const notebook = new KaleNotebook(shared, new DocumentNames('file:///home', 'x.ipynb', 'w'), server);
  server.follow(notebook);
  const trial = notebook.startTrial();
  const messages = async tags => (await trial.problems(shared.cells[0], tags)).map(({ message }) => message);
  assert.deepEqual(await messages(['step:a', 'prev:c']), ['prev:c']);
  assert.deepEqual(await messages(['step:a', 'prev:b']), []);
  assert.deepEqual(shared.cells[0].metadata.tags, ['step:a']);
  assert.deepEqual(notebook.allDiagnostics, []);
  notebook.endTrial();
  assert.equal(server.log.at(-1)[0], 'notebookDocument/didClose');
});
