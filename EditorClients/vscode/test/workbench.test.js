'use strict';

/** What VS Code's window shows of pipelines, and what its menus, walkthroughs and status bars lead to. */

const assert = require('node:assert/strict');
const { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, test } = require('node:test');
const { loadExtension } = require('./fakes/load');
const { eventually, notebooks, program } = require('./support');

let folder;
let code;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kale-workbench-'));
  cpSync(notebooks, folder, { recursive: true });
  code = loadExtension({ folder, settings: { 'kale.server.path': program } });
  await code.extension.activate(code.context);
});

afterEach(async () => {
  await code.extension.deactivate();
  for (const each of code.context.subscriptions) each.dispose();
  rmSync(folder, { recursive: true });
});

function open(name, scheme) {
  const file = path.join(folder, name);
  return code.workspace.openIpynb(file, JSON.parse(readFileSync(file, 'utf8')), scheme);
}

const command = (name, ...args) => code.api.commands.executeCommand(name, ...args);
const problems = (cell) => code.diagnostics.get(cell.document.uri.toString()) ?? [];
const hasProblems = (cell) => eventually(() => assert.notDeepEqual(problems(cell), []));
const tags = (cell) => cell.metadata.metadata.tags;
/** The process of a client's server: the real client keeps it to itself. */
const processOf = (client) => client?.process ?? client?._serverProcess;
const context = (name, value) => eventually(() => assert.equal(code.contexts.get(name), value));

test('an older version of a notebook, as in a Git diff, has no problems and takes no commands', async () => {
  const older = open('broken-order.ipynb', 'git');
  const notebook = open('broken-order.ipynb');
  await hasProblems(notebook.cells[3]);
  // What is said of the older one would have come first.
  assert.deepEqual(older.cells.flatMap(problems), []);
  assert.deepEqual(await code.codeActions(older.cells[3].document, new code.api.Range(0, 0, 0, 0)), []);
  assert.deepEqual(await code.cellStatus(older.cells[3]), []);
  code.activate(older, 3);
  await command('kaleLsp.fixAll');
  assert.match(code.shown.error.at(-1), /Open a notebook first/);
  code.workspace.close(older);
  await command('kaleLsp.fixAll');
  assert.deepEqual(tags(older.cells[3]), ['step:prepare', 'prev:laod']);
});

test('a notebook on the virtual file system of the workspace has problems', async () => {
  code.api.workspace.workspaceFolders[0].uri = code.api.Uri.from({ scheme: 'memory', path: folder });
  await command('kaleLsp.restartServer');
  await hasProblems(open('broken-order.ipynb', 'memory').cells[3]);
});

test('each cell of a pipeline says what it is', async () => {
  const notebook = open('broken-order.ipynb');
  await hasProblems(notebook.cells[3]);
  const texts = await Promise.all(notebook.cells.map(async (cell) => (await code.cellStatus(cell)).map(({ text }) => text)));
  assert.deepEqual(texts, [
    [],
    ['$(type-hierarchy) Not in a step'],
    ['$(type-hierarchy) Step load after report'],
    ['$(type-hierarchy) Step prepare'],
    ['$(type-hierarchy) Step train after prepare'],
    ['$(type-hierarchy) Step train after prepare'],
    ['$(type-hierarchy) Pipeline metrics'],
    ['$(type-hierarchy) Step report'],
  ]);
});

test('the cells of a notebook that has only a configuration say nothing', async () => {
  const notebook = open('ordinary.ipynb');
  for (const cell of notebook.cells) code.workspace.setCellMetadata(cell, { ...cell.metadata, metadata: {} });
  const kubeflow_notebook = { pipeline_name: 'ordinary', experiment_name: '' };
  code.workspace.setNotebookMetadata(notebook, { metadata: { ...notebook.metadata.metadata, kubeflow_notebook } });
  code.activate(notebook, 1);
  await context('kaleLsp.isPipeline', true);
  assert.deepEqual(await code.cellStatus(notebook.cells[1]), []);
  code.workspace.setCellMetadata(notebook.cells[1], { ...notebook.cells[1].metadata, metadata: { tags: ['step:a'] } });
  await context('kaleLsp.hasSteps', true);
  assert.notDeepEqual(await code.cellStatus(notebook.cells[1]), []);
});

test('the menus know whether there is a notebook, and whether it is a pipeline', async () => {
  const ordinary = open('ordinary.ipynb');
  code.activate(ordinary, 1);
  await context('kaleLsp.hasNotebook', true);
  assert.equal(code.contexts.get('kaleLsp.isPipeline'), false);
  assert.equal(code.contexts.get('kaleLsp.hasSteps'), false);
  code.activate(open('broken-order.ipynb'), 0);
  await context('kaleLsp.isPipeline', true);
  assert.equal(code.contexts.get('kaleLsp.hasSteps'), true);
  code.activate(ordinary, 0);
  await context('kaleLsp.isPipeline', false);
  // Kale's own extension of JupyterLab gives a configuration to each notebook.
  const kubeflow_notebook = { pipeline_name: 'ordinary', experiment_name: '' };
  code.workspace.setNotebookMetadata(ordinary, { metadata: { ...ordinary.metadata.metadata, kubeflow_notebook } });
  await context('kaleLsp.isPipeline', true);
  assert.equal(code.contexts.get('kaleLsp.hasSteps'), false);
  const [, cell] = ordinary.cells;
  code.workspace.setCellMetadata(cell, { ...cell.metadata, metadata: { tags: ['step:first'] } });
  await context('kaleLsp.hasSteps', true);
  // The graph of the notebook in front of it, and then neither.
  code.activateOther();
  await new Promise(setImmediate);
  assert.equal(code.contexts.get('kaleLsp.isPipeline'), true);
  code.workspace.close(ordinary);
  await context('kaleLsp.hasNotebook', false);
});

test('a command of the walkthrough is about the notebook that was in front before', async () => {
  const notebook = open('broken-order.ipynb');
  await hasProblems(notebook.cells[3]);
  code.activate(notebook, 3);
  code.activateOther();
  await command('kaleLsp.fixAll');
  assert.deepEqual(tags(notebook.cells[3]), ['step:prepare', 'prev:load']);
  assert.equal(code.api.window.activeNotebookEditor.notebook, notebook);
  code.activateOther();
  code.workspace.close(notebook);
  await command('kaleLsp.showGraph');
  assert.match(code.shown.error.at(-1), /Open a notebook first/);
});

test('without a notebook the example is offered: it has one problem, is fixed, and compiles', async () => {
  const copy = path.join(folder, 'copy.ipynb');
  code.answers.push('Open Example Notebook', ({ defaultUri }) => {
    assert.equal(path.dirname(defaultUri.fsPath), folder);
    return code.api.Uri.file(copy);
  });
  await command('kaleLsp.fixAll');
  const { notebook } = code.api.window.activeNotebookEditor;
  assert.equal(notebook.uri.fsPath, copy);
  await eventually(() => assert.equal(notebook.cells.flatMap(problems).length, 1));
  await command('kaleLsp.fixAll');
  await eventually(() => assert.equal(notebook.cells.flatMap(problems).length, 0));
  await command('kaleLsp.compile');
  assert.match(code.shown.information.at(-1), /^Wrote /);
});

test('a save dialog that is dismissed copies no example', async () => {
  code.answers.push(undefined);
  await command('kaleLsp.openExample');
  assert.deepEqual([code.shown.notebooks, code.shown.error], [[], []]);
});

test('a menu of the explorer compiles the file, and a toolbar its own notebook', async () => {
  const file = code.api.Uri.file(path.join(folder, 'train-and-evaluate.ipynb'));
  await command('kaleLsp.compile', file, [file]);
  assert.match(code.shown.information.at(-1), /^Wrote /);
  assert.ok(existsSync(path.join(folder, '.kale')));
  const [broken, ordinary] = [open('broken-order.ipynb'), open('ordinary.ipynb')];
  code.activate(ordinary, 0);
  await command('kaleLsp.compile', { ui: true, notebookEditor: { notebookUri: broken.uri }, source: 'notebookToolbar' });
  assert.match(code.shown.error.at(-1), /has \d+ errors/);
});

test('the language status says which kale-lsp runs, or why none does', async () => {
  const [item] = code.shown.languageStatus;
  assert.deepEqual([item.text, item.command.title], ['kale-lsp', 'Start']);
  const [cell] = open('ordinary.ipynb').cells;
  // VS Code looks at the document alone for it: a filter that names a type of notebooks matches no cell.
  const { uri, languageId } = cell.document;
  assert.ok(code.workspace.match(item.selector, { uri, languageId }) > 0);
  await eventually(() => assert.match(item.text, /^kale-lsp \d+\.\d+/));
  assert.deepEqual([item.detail, item.command, item.busy],
    [program, { command: 'kaleLsp.restartServer', title: 'Restart' }, false]);
  code.workspace.settings['kale.server.path'] = '/nowhere/kale-lsp';
  await context('kaleLsp.isServerMissing', false);
  await command(item.command.command);
  await context('kaleLsp.isServerMissing', true);
  assert.match(item.detail, /\/nowhere\/kale-lsp, which is not an executable file/);
  assert.deepEqual([item.severity, item.busy], [code.api.LanguageStatusSeverity.Error, false]);
});

test('in a notebook, which has no language status, the status bar says that the server starts or has failed', async () => {
  const item = code.shown.statusBar.find(({ id }) => id === 'kale.server');
  const notebook = open('ordinary.ipynb');
  assert.equal(item.isShown, false);
  code.activate(notebook, 0);
  // The program has not even been asked for its version by then.
  await new Promise(setImmediate);
  assert.deepEqual([item.isShown, item.text, item.command], [true, '$(loading~spin) Kale: starting', 'kaleLsp.showOutput']);
  await context('kaleLsp.hasNotebook', true);
  assert.equal(item.isShown, false);
  code.workspace.settings['kale.server.path'] = '/nowhere/kale-lsp';
  await command('kaleLsp.restartServer');
  assert.deepEqual([item.isShown, item.text, item.command], [true, '$(error) Kale: not running', 'kaleLsp.restartServer']);
  assert.match(item.tooltip, /\/nowhere\/kale-lsp, which is not an executable file/);
  code.activateOther();
  assert.equal(item.isShown, false);
  code.activate(notebook, 0);
  assert.equal(item.isShown, true);
  code.workspace.settings['kale.server.path'] = program;
  await command(item.command);
  assert.equal(item.isShown, false);
});

test('hints after the first line of a step are for texts: cells say the same in two other places', async () => {
  const notebook = open('train-and-evaluate.ipynb');
  const text = '# %% tags=["step:a"]\nx = 1\n# %% tags=["step:b", "prev:a"]\nprint(x)\n';
  const document = code.workspace.openText(code.api.Uri.file(path.join(folder, 'a.py')), 'python', text);
  const registered = () => code.providers.find(({ name }) => name === 'registerInlayHintsProvider');
  await eventually(() => assert.ok(registered()));
  const [, provider] = registered().args;
  const { token } = new code.api.CancellationTokenSource();
  const hints = (of) => provider.provideInlayHints(of, new code.api.Range(0, 0, 100, 0), token);
  assert.equal((await hints(document)).length, 2);
  assert.deepEqual((await Promise.all(notebook.cells.map((cell) => hints(cell.document)))).flat(), []);
});

test('a server that crashes is started again, and one that crashed for good by the next command', async () => {
  const notebook = open('broken-order.ipynb');
  await hasProblems(notebook.cells[3]);
  code.activate(notebook, 3);
  const [status] = code.shown.languageStatus;
  const role = code.shown.statusBar.find(({ id }) => id === 'kale.role');
  await eventually(() => assert.ok(role.isShown));
  const { Server } = code.modules('server.js');
  const server = code.context.subscriptions.map((each) => each.server).find((each) => each instanceof Server);
  while (server.state.kind !== 'failed') {
    await eventually(() => assert.equal(server.state.kind, 'running'));
    const crashed = processOf(server.client);
    crashed.kill('SIGKILL');
    await eventually(() => assert.ok(server.state.kind === 'failed' || processOf(server.client) !== crashed));
    await eventually(() => assert.match(server.state.kind, /running|failed/));
  }
  assert.match(status.detail, /stopped unexpectedly/);
  await eventually(() => assert.equal(role.isShown, false));
  await command('kaleLsp.fixAll');
  assert.deepEqual(tags(notebook.cells[3]), ['step:prepare', 'prev:load']);
  await eventually(() => assert.ok(role.isShown));
  assert.equal(status.command.title, 'Restart');
});

test('starts, restarts and stops that come at once leave one server, or none', async () => {
  const { Server } = code.modules('server.js');
  const server = new Server(code.context, code.api.window.createOutputChannel('Kale'));
  const makeClient = server.makeClient.bind(server);
  server.makeClient = (...args) => {
    const client = makeClient(...args);
    client.onDidChangeState(() => {
      if (processOf(client) !== undefined) processes.add(processOf(client));
    });
    return client;
  };
  /** The processes of all clients, which a client forgets once it has stopped its server. */
  const processes = new Set();
  const isAlive = ({ exitCode, signalCode }) => exitCode === null && signalCode === null;
  const alive = () => [...processes].filter(isAlive).map(({ pid }) => pid);
  await Promise.all([server.start(), server.restart(), server.restart(), server.start(), server.restart()]);
  assert.equal(server.state.kind, 'running');
  await eventually(() => assert.deepEqual(alive(), [processOf(server.client).pid]));
  const failing = server.restart();
  code.workspace.settings['kale.server.path'] = '/nowhere/kale-lsp';
  await assert.rejects(failing, /not an executable file/);
  code.workspace.settings['kale.server.path'] = program;
  await Promise.all([server.start(), server.restart(), server.start()]);
  await eventually(() => assert.deepEqual(alive(), [processOf(server.client).pid]));
  const [ended, late] = [server.restart(), server.dispose()];
  await Promise.allSettled([ended, late, server.start(), server.restart()]);
  await eventually(() => assert.deepEqual(alive(), []));
});
