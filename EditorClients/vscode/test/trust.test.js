'use strict';

/** A workspace that is not trusted: nothing there runs code, submits a pipeline or writes a file. */

const assert = require('node:assert/strict');
const {
  cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync,
} = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, test } = require('node:test');
const { contributes } = require('../package.json');
const { needsTrust } = require('../src/logic/trust');
const { loadExtension } = require('./fakes/load');
const { eventually, notebooks, program } = require('./support');

const WARNING = 'Kale: This workspace is not trusted. Trust it to compile, run or submit its pipelines.';
const MANAGE = 'Manage Workspace Trust';

/** The commands of the palette that need trust; VS Code shows them, and their buttons, as disabled without. */
const TRUSTED_COMMANDS = [
  'kaleLsp.compile', 'kaleLsp.run', 'kaleLsp.runWithParameters', 'kaleLsp.runStep', 'kaleLsp.runToHere', 'kaleLsp.submit',
  'kaleLsp.schedule', 'kaleLsp.showSchedules', 'kaleLsp.upload',
];

let folder;
let outside;
let code;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kale-untrusted-'));
  outside = mkdtempSync(path.join(tmpdir(), 'kale-outside-'));
  cpSync(notebooks, folder, { recursive: true });
  const python = path.join(outside, 'python');
  writeFileSync(python, `#!/bin/sh\ntouch '${path.join(outside, 'ran')}'\nexit 3\n`, { mode: 0o755 });
  process.env.KALE_LSP_PYTHON = python;
});

afterEach(async () => {
  await code?.extension.deactivate();
  for (const each of code?.context.subscriptions ?? []) each.dispose();
  code = undefined;
  delete process.env.KALE_LSP_PYTHON;
  rmSync(folder, { recursive: true });
  rmSync(outside, { recursive: true });
});

async function activate(options = {}) {
  code = loadExtension({ folder, isTrusted: false, settings: { 'kale.server.path': program }, ...options });
  await code.extension.activate(code.context);
}

/** Opens a notebook as the active one, once the server is there. */
async function open(name) {
  const file = path.join(folder, name);
  const notebook = code.workspace.openIpynb(file, JSON.parse(readFileSync(file, 'utf8')));
  await eventually(() => assert.ok(serverCommands().length > 0));
  code.activate(notebook, 0);
  return notebook;
}

const serverCommands = () => [...code.registered.keys()].filter((name) => name.startsWith('kale.'));
const execute = (name, ...args) => code.api.commands.executeCommand(name, ...args);
const hasRun = () => existsSync(path.join(outside, 'ran'));
const files = () => readdirSync(folder, { recursive: true }).sort();
const tags = (cell) => cell.metadata.metadata.tags;

test('what the server may be asked for without trust is listed', () => {
  const command = (name) => needsTrust('workspace/executeCommand', { command: name });
  for (const name of ['kale.run', 'kale.compile', 'kale.somethingNew']) assert.ok(command(name), name);
  for (const name of ['kale.graph', 'kale.explainRule', 'kale.applyForm', 'kale.applyProposal']) {
    assert.equal(command(name), false, name);
  }
  assert.ok(needsTrust('workspace/executeCommand', undefined));
  assert.ok(needsTrust('kale/somethingNew', {}));
  for (const method of ['kale/outline', 'kale/form', 'kale/checkForm', 'kale/proposal', 'textDocument/rename', 'codeAction/resolve']) {
    assert.equal(needsTrust(method, {}), false, method);
  }
});

test('no command of the server runs or writes anything, whoever calls it', async () => {
  await activate();
  const notebook = await open('train-and-evaluate.ipynb');
  const before = files();
  for (const name of serverCommands()) {
    const argument = {
      uri: notebook.uri.toString(), format: 'json', cell: 0, tags: [], newName: 'new',
      outputDirectory: path.join(outside, 'output'),
    };
    // Some have no use for this argument, and say so.
    await execute(name, argument).catch(() => undefined);
  }
  // Those that compile, run, show what a run has made, and list and remove schedules.
  assert.equal(code.shown.warning.filter((message) => message === WARNING).length, 5);
  assert.equal(hasRun(), false);
  assert.deepEqual(files(), before);
  assert.deepEqual(readdirSync(outside), ['python']);
  assert.equal(code.api.window.lastProgress, undefined);
});

test('commands of the palette that need trust say so, ask for nothing, and lead to where it is granted', async () => {
  await activate();
  await open('train-and-evaluate.ipynb');
  const before = files();
  for (const command of TRUSTED_COMMANDS) {
    code.shown.warning.length = 0;
    code.executed.length = 0;
    code.answers.splice(0, Infinity, MANAGE);
    await execute(command);
    assert.deepEqual(code.shown.warning, [WARNING], command);
    await eventually(() => assert.ok(code.executed.some(({ name }) => name === 'workbench.trust.manage')));
    assert.deepEqual(code.answers, []);
  }
  assert.equal(hasRun(), false);
  assert.deepEqual(files(), before);
  assert.deepEqual(code.shown.error, []);
});

test('the notebook can be edited', async () => {
  await activate();
  const notebook = await open('broken-order.ipynb');
  const [, , , prepare] = notebook.cells;
  const actions = await code.codeActions(prepare.document, new code.api.Range(0, 0, 0, 0));
  await code.perform(actions.find(({ action }) => action.title === 'Change to `prev:load`'));
  assert.deepEqual(tags(prepare), ['step:prepare', 'prev:load']);
  code.activate(notebook, 3);
  code.answers.push('clean');
  await execute('kaleLsp.renameStep');
  assert.equal(tags(prepare)[0], 'step:clean');
  await execute('kaleLsp.fixAll');
  await execute('kaleLsp.showGraph');
  assert.equal(code.shown.panels.length, 1);
  assert.deepEqual(code.shown.warning, []);
});

test('once the workspace is trusted, its pipelines run', async () => {
  await activate();
  const notebook = await open('train-and-evaluate.ipynb');
  const run = code.registered.get('kale.run');
  code.workspace.grantTrust();
  // The server is restarted, so the command is registered again: it is gone for too short a time to be seen so.
  await eventually(() => assert.notEqual(code.registered.get('kale.run') ?? run, run));
  assert.deepEqual(code.shown.error, []);
  await execute('kale.run', { uri: notebook.uri.toString() });
  assert.ok(hasRun());
  assert.deepEqual(code.shown.warning, []);
});

test('the language client sends no other request that needs trust either', async (t) => {
  await activate();
  await open('ordinary.ipynb');
  const { Server } = code.modules('server.js');
  await code.extension.deactivate();
  const server = new Server(code.context, code.api.window.createOutputChannel('Kale'));
  t.after(() => server.dispose());
  await server.start();
  const argument = { uri: `file://${path.join(folder, 'train-and-evaluate.ipynb')}` };
  for (const [method, params] of [
    ['workspace/executeCommand', { command: 'kale.run', arguments: [argument] }],
    ['kale/somethingNew', argument],
  ]) {
    await assert.rejects(server.client.sendRequest(method, params), { code: -32800 });
  }
  assert.deepEqual(code.shown.warning, [WARNING, WARNING]);
  assert.equal(hasRun(), false);
});

/** Puts a program into the workspace that does as kale-lsp does, and says that it was started. */
function programInWorkspace() {
  const script = path.join(folder, 'kale-lsp');
  const started = path.join(outside, 'started');
  const commands = `touch '${started}'\nexec '${path.resolve(program)}' "$@"\n`;
  writeFileSync(script, `#!/bin/sh\n${commands}`, { mode: 0o755 });
  return script;
}

const hasStarted = () => existsSync(path.join(outside, 'started'));

test('commands that need trust are disabled without, and no others', () => {
  for (const { command, enablement } of contributes.commands) {
    assert.equal(enablement, TRUSTED_COMMANDS.includes(command) ? 'isWorkspaceTrusted' : undefined, command);
  }
});

test('a server that the settings of the workspace name is started once the workspace is trusted', async () => {
  await activate({ workspaceSettings: { 'kale.server.path': programInWorkspace() } });
  await open('ordinary.ipynb');
  assert.equal(hasStarted(), false);
  code.workspace.grantTrust();
  await eventually(() => assert.ok(hasStarted()));
});

for (const configured of ['${workspaceFolder}/kale-lsp', 'kale-lsp']) {
  test(`a server in the workspace that the user's ${configured} names is as little trusted as the workspace`, async () => {
    programInWorkspace();
    await activate({ settings: { 'kale.server.path': configured } });
    const file = path.join(folder, 'ordinary.ipynb');
    code.workspace.openIpynb(file, JSON.parse(readFileSync(file, 'utf8')));
    await eventually(() => assert.match(code.shown.error.join(), /which is in this untrusted workspace/));
    assert.equal(hasStarted(), false);
    code.workspace.grantTrust();
    await eventually(() => assert.ok(serverCommands().length > 0));
    assert.ok(hasStarted());
  });
}

test('a folder of PATH in the workspace is passed over', async (t) => {
  programInWorkspace();
  symlinkSync(path.resolve(program), path.join(outside, 'kale-lsp'));
  const before = process.env.PATH;
  t.after(() => { process.env.PATH = before; });
  process.env.PATH = [folder, outside, before].join(path.delimiter);
  await activate({ settings: {} });
  await open('ordinary.ipynb');
  assert.equal(hasStarted(), false);
});
