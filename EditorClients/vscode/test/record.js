'use strict';

/**
 * Records what vscode-languageclient and kale-lsp say to each other, as protocol-fixtures/README.md describes: the
 * real client in the fake VS Code, and a person's doings played.
 *
 * usage: npm run record [NAME ...]     (KALE_LSP names the server)
 */

const { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { hasRealClient, loadExtension } = require('./fakes/load');

const repository = path.join(__dirname, '../../..');
const program = path.resolve(process.env.KALE_LSP ?? path.join(repository, '.build/release/kale-lsp'));

/** Time for the recorder to pass on what was said, and for the answers to come, in milliseconds. */
const pause = (length = 600) => new Promise((resolve) => setTimeout(resolve, length));

const place = (line, character) => ({ line, character });
const between = (start, end) => ({ start, end, isEmpty: start === end });

/** @type {{ [name: string]: { notebook: string, act: (code: any, notebook: any) => Promise<void> } }} */
const conversations = {
  'vscode-edit': {
    notebook: 'broken-order.ipynb',
    async act({ workspace }, notebook) {
      const cell = notebook.cells[3];
      workspace.type(cell, between(place(0, 0), place(0, 6)), 'zweites');
      await pause();
      workspace.type(cell, between(place(0, 0), place(0, 0)), '# 🙂\n');
      await pause();
      workspace.type(notebook.cells[0], between(place(0, 0), place(0, 0)), '# Sent: ');
    },
  },
  'vscode-metadata': {
    notebook: 'broken-order.ipynb',
    async act({ workspace }, notebook) {
      const cell = notebook.cells[3];
      workspace.setCellMetadata(cell, { ...cell.metadata, metadata: { tags: ['step:prepare', 'prev:load'] } });
      await pause();
      workspace.setCellMetadata(cell, {});
      await pause();
      workspace.setCellMetadata(notebook.cells[0], { metadata: { tags: ['step:not_code'] } });
      workspace.execute(cell, 1);
      await pause();
      const { metadata, ...rest } = notebook.metadata;
      const configuration = { ...metadata.kubeflow_notebook, pipeline_name: 'Not Valid' };
      workspace.setNotebookMetadata(notebook, { ...rest, metadata: { ...metadata, kubeflow_notebook: configuration } });
    },
  },
  'vscode-move': {
    notebook: 'broken-order.ipynb',
    async act({ workspace }, notebook) {
      workspace.move(notebook, 7, 2);
      await pause();
      workspace.move(notebook, 1, 0);
      await pause();
      workspace.move(notebook, 2, 5);
    },
  },
  'vscode-insert-delete': {
    notebook: 'broken-order.ipynb',
    async act({ workspace }, notebook) {
      workspace.insert(notebook, 2, [{ text: 'added = 1', metadata: { metadata: { tags: ['step:added'] } } }, {}]);
      await pause();
      workspace.insert(notebook, 0, [{ kind: 1, languageId: 'markdown', text: 'Added' }]);
      await pause();
      workspace.type(notebook.cells[4], between(place(0, 0), place(0, 0)), 'first = added');
      await pause();
      workspace.remove(notebook, 3, 2);
      await pause();
      workspace.remove(notebook, 2, 7);
    },
  },
  'vscode-language': {
    notebook: 'broken-order.ipynb',
    async act({ workspace }, notebook) {
      const cell = notebook.cells[3];
      workspace.setLanguage(cell, 'sql');
      await pause();
      workspace.type(cell, between(place(0, 0), place(0, 0)), 'SELECT ');
      await pause();
      workspace.setLanguage(cell, 'python');
    },
  },
  'vscode-fix-all': {
    notebook: 'broken-order.ipynb',
    async act(code, notebook) {
      code.activate(notebook, 3);
      await pause();
      await code.api.commands.executeCommand('kaleLsp.fixAll');
    },
  },
};

/** @param {string} name */
async function record(name) {
  const { notebook: file, act } = conversations[name];
  const around = mkdtempSync(path.join(tmpdir(), 'kale-record-'));
  // The folder's name is told to the server, and is to be the same every time. It is empty: the notebook comes from the
  // client, and the client asks every two seconds what is wrong with files of the workspace.
  const folder = path.join(around, 'workspace');
  try {
    mkdirSync(folder);
    const fixture = path.join(repository, `protocol-fixtures/conversations/${name}.jsonl`);
    const code = loadExtension({
      folder,
      settings: { 'kale.server.path': writeLauncher(folder, fixture) },
    });
    await code.extension.activate(code.context);
    const notebook = code.workspace.openIpynb(
      path.join(folder, file),
      JSON.parse(readFileSync(path.join(repository, 'protocol-fixtures/notebooks', file), 'utf8')),
    );
    await pause(1500);
    await act(code, notebook);
    await pause();
    code.workspace.close(notebook);
    await pause();
    await code.extension.deactivate();
    await pause();
  } finally {
    rmSync(around, { recursive: true });
  }
}

/**
 * A program of the workspace that starts the server behind the recorder: the settings, which the server is told,
 * then name nothing of this machine.
 *
 * @param {string} folder
 * @param {string} fixture
 */
function writeLauncher(folder, fixture) {
  const launcher = path.join(folder, 'kale-lsp');
  const recorder = path.join(repository, 'Tests/EndToEnd/record.py');
  const quoted = [recorder, '--into', fixture, '--workspace', folder, '--', program].map((word) => `'${word}'`);
  writeFileSync(launcher, `#!/bin/sh
[ "$1" = --version ] && exec '${program}' --version
exec python3 ${quoted.join(' ')} "$@"
`, { mode: 0o755 });
  return launcher;
}

async function main() {
  if (!hasRealClient()) throw new Error('vscode-languageclient is not installed: run npm install first.');
  const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(conversations);
  for (const name of names) await record(name);
}

main().then(() => process.exit(0), (error) => {
  console.error(error);
  process.exit(1);
});
