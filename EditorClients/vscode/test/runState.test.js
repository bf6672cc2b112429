'use strict';

/** Runs of steps, and what the window shows of a run, with a server that tells of it as kale-lsp does. */

const assert = require('node:assert/strict');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, test } = require('node:test');
const { describeError, describeMetrics, describeStep, describeSteps, failureOf, stepOfCell } = require('../src/logic/runState');
const { loadExtension } = require('./fakes/load');
const { eventually } = require('./support');

let folder;
let code;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kale-run-state-'));
  code = loadExtension({ folder, settings: { 'kale.server.path': path.join(__dirname, 'fakes/runServer.js') } });
  await code.extension.activate(code.context);
});

afterEach(async () => {
  await code.extension.deactivate();
  for (const each of code.context.subscriptions) each.dispose();
  rmSync(folder, { recursive: true });
});

/** Opens a notebook of code cells, each given as its tags and its code. */
function open(...cells) {
  return code.workspace.openIpynb(path.join(folder, 'n.ipynb'), {
    cells: cells.map(([tags, source]) => ({ cell_type: 'code', source, metadata: { tags: tags.split(' ').filter(Boolean) } })),
    metadata: {}, nbformat: 4, nbformat_minor: 5,
  });
}

const STEPS = [['imports', 'import os'], ['step:load', 'x = 1'], ['step:train', 'y = x'], ['', 'z = y']];

const command = (name, ...args) => code.api.commands.executeCommand(name, ...args);
const texts = async (cell) => (await code.cellStatus(cell)).map(({ text }) => text);

/** Waits until a cell says what it should. */
const says = (cell, expected) => eventually(async () => assert.deepEqual(await texts(cell), expected));

test('each step says how far it is, and a run can be stopped', async () => {
  const notebook = open(...STEPS.slice(0, 3), ['step:deploy', 'wait()'], ['step:last', 'x']);
  code.activate(notebook, 0);
  const running = command('kaleLsp.run');
  await says(notebook.cells[0], ['$(type-hierarchy) Imports']);
  await says(notebook.cells[1], ['$(type-hierarchy) Step load', '$(check) 1.3 s']);
  await eventually(async () => assert.match((await texts(notebook.cells[3])).join(), /Step deploy,\$\(loading~spin\) running/));
  await says(notebook.cells[4], ['$(type-hierarchy) Step last', '$(clock) waiting']);
  await eventually(() => assert.equal(code.contexts.get('kaleLsp.isRunning'), true));
  await command('kaleLsp.run');
  assert.match(code.shown.error.at(-1), /already running/);
  await command('kaleLsp.stopRun');
  await running;
  await says(notebook.cells[3], ['$(type-hierarchy) Step deploy', '$(circle-slash) stopped']);
  await says(notebook.cells[4], ['$(type-hierarchy) Step last']);
  await eventually(() => assert.equal(code.contexts.get('kaleLsp.isRunning'), false));
  assert.equal(code.shown.error.length, 1);
  await command('kaleLsp.stopRun');
  assert.match(code.shown.information.at(-1), /No pipeline is running/);
  assert.equal(code.shown.error.length, 1);
});

test('the time of a running step goes on each second, though the server says nothing meanwhile', () => {
  const clock = {
    time: 500,
    now() { return this.time; },
    setTimeout(action, delay) { return Object.assign(this, { action, delay }); },
    clearTimeout() { this.action = undefined; },
    passes(milliseconds) {
      this.time += milliseconds;
      this.action();
    },
  };
  const { RunStates } = code.modules('runStates.js');
  const states = new RunStates({ onNotification: () => undefined, didChangeState: { event: () => undefined } }, clock);
  let ticks = 0;
  states.didTick.event(() => { ticks += 1; });
  const told = (...steps) => states.set({ uri: 'n', state: 'running', steps });
  const elapsed = () => states.of('n').steps.map((step) => step.elapsed);
  told({ name: 'load', state: 'running' }, { name: 'train', state: 'waiting' });
  assert.deepEqual([elapsed(), clock.delay], [[0, undefined], 1000]);
  clock.passes(1999);
  assert.deepEqual([elapsed(), ticks], [[1, undefined], 1]);
  told({ name: 'load', state: 'running' }, { name: 'train', state: 'running' });
  clock.passes(1001);
  assert.deepEqual([elapsed(), ticks], [[3, 1], 2]);
  told({ name: 'load', state: 'succeeded', elapsed: 3 }, { name: 'train', state: 'failed' });
  assert.deepEqual([elapsed(), clock.action], [[3, undefined], undefined]);
});

test('a step is run again, with the results of those before it', async () => {
  const notebook = open(...STEPS);
  code.activate(notebook, 3);
  await command('kaleLsp.runStep');
  assert.deepEqual(code.shown.information, ['The run succeeded: 1 step ran, 1 from the cache.']);
  await says(notebook.cells[1], ['$(type-hierarchy) Step load', '$(check) from the cache']);
  await says(notebook.cells[2], ['$(type-hierarchy) Step train', '$(check) 1.3 s']);
  await says(notebook.cells[3], ['$(type-hierarchy) Step train (continued)']);
  const [, state] = await code.cellStatus(notebook.cells[2]);
  assert.match(state.tooltip, /^Step train ran for 1\.3 s, because you asked for it\n/);
  assert.equal(code.api.window.lastProgress.options.title, 'Running step train');
  assert.equal(code.context.subscriptions.find(({ name }) => name === 'Kale Run').isShown, false);
});

test('the pipeline is run up to the cell whose toolbar was used, wherever the cursor is', async () => {
  const notebook = open(...STEPS);
  code.activate(notebook, 3);
  await command('kaleLsp.runToHere', notebook.cells[1]);
  assert.deepEqual(code.shown.information, ['The run succeeded: 1 step ran.']);
  await says(notebook.cells[2], ['$(type-hierarchy) Step train']);
  assert.equal(code.api.window.lastProgress.options.title, 'Running the pipeline up to step load');
  await command('kaleLsp.runStep', notebook.cells[0]);
  assert.match(code.shown.error.at(-1), /Select a cell of a step first/);
});

test('what failed is said at the cell that failed, and shown', async () => {
  const notebook = open(...STEPS.slice(0, 3), ['', '# one\nraise ValueError("bad")'], ['step:last', 'x']);
  code.activate(notebook, 0);
  code.answers.push('Go to Cell');
  await command('kaleLsp.run');
  assert.deepEqual(code.shown.error, ['Step train failed: ValueError: bad']);
  const opened = () => code.executed.filter(({ name }) => name === 'vscode.open').map(({ args: [uri, { selection }] }) =>
    [uri.toString(), selection.start.line]);
  const place = [notebook.cells[3].document.uri.toString(), 1];
  await eventually(() => assert.deepEqual(opened(), [place]));
  await says(notebook.cells[2], ['$(type-hierarchy) Step train', '$(error) failed after 0.1 s']);
  await says(notebook.cells[3], ['$(type-hierarchy) Step train (continued)', '$(error) ValueError: bad']);
  await says(notebook.cells[4], ['$(type-hierarchy) Step last', '$(debug-step-over) not run']);
  const [, item] = await code.cellStatus(notebook.cells[3]);
  await command(item.command.command, ...item.command.arguments);
  assert.deepEqual(opened(), [place, place]);
});

test('metrics are shown with their values, and a report is opened', async () => {
  const notebook = open(...STEPS.slice(0, 2), ['step:train report:enabled', 'y = x'], ['pipeline-metrics', 'print(accuracy)']);
  code.activate(notebook, 0);
  await command('kaleLsp.openReport');
  assert.match(code.shown.error.at(-1), /The last run has no reports/);
  await command('kaleLsp.run');
  assert.deepEqual(code.shown.information, ['The run succeeded: 2 steps ran. accuracy = 0.93457.']);
  await says(notebook.cells[2], [
    '$(type-hierarchy) Step train', '$(check) 1.3 s', '$(graph) accuracy = 0.93457', '$(preview) Report',
  ]);
  const report = (await code.cellStatus(notebook.cells[2])).at(-1);
  await command(report.command.command, ...report.command.arguments);
  assert.equal(code.shown.panels.at(-1).title, 'Report of train');
  assert.equal(code.shown.panels.at(-1).webview.html, '<h1>Report of train</h1>');
  rmSync(path.join(folder, 'n.ipynb.train.html'));
  await command('kaleLsp.openReport');
  assert.match(code.shown.error.at(-1), /report of step train no longer exists/);
});

test('a narrow cell has room for the run: what the step runs after comes last then', async () => {
  const notebook = open(...STEPS.slice(0, 2), ['step:train prev:load', 'y = x']);
  code.activate(notebook, 0);
  await says(notebook.cells[2], ['$(type-hierarchy) Step train after load']);
  await command('kaleLsp.run');
  await says(notebook.cells[2], ['$(type-hierarchy) Step train', '$(check) 1.3 s', 'after load']);
});

test('a code lens runs a step as the command does', async () => {
  const notebook = open(...STEPS);
  await eventually(() => assert.ok(code.registered.has('kale.run')));
  await command('kale.run', { uri: notebook.uri.toString(), until: 'load' });
  assert.deepEqual(code.shown.information, ['The run succeeded: 1 step ran.']);
});

test('a server that ends takes its runs with it', async () => {
  const notebook = open(...STEPS);
  code.activate(notebook, 0);
  await command('kaleLsp.run');
  await says(notebook.cells[1], ['$(type-hierarchy) Step load', '$(check) 1.3 s']);
  await command('kaleLsp.restartServer');
  await says(notebook.cells[1], ['$(type-hierarchy) Step load']);
});

for (const [step, runState, text, tooltip] of [
  [{ state: 'waiting' }, 'running', '$(clock) waiting', 'Step a has not started yet'],
  [{ state: 'waiting' }, 'failed', undefined],
  [{ state: 'running', reason: 'cell 7 changed' }, 'running', '$(loading~spin) running', 'Step a is running, because cell 7 changed'],
  [{ state: 'running', elapsed: 0 }, 'running', '$(loading~spin) running', 'Step a is running'],
  [{ state: 'running', elapsed: 125 }, 'running', '$(loading~spin) running 2 min 5 s', 'Step a is running'],
  [{ state: 'running' }, 'stopped', '$(circle-slash) stopped', 'Step a was stopped'],
  [{ state: 'done' }, 'succeeded', '$(check) done', 'Step a ran'],
  [{ state: 'done', seconds: 0.04, reason: 'first run' }, 'succeeded', '$(check) under 0.1 s', 'Step a ran for under 0.1 s, because this is its first run'],
  [{ state: 'done', seconds: 59.7 }, 'succeeded', '$(check) 60 s', 'Step a ran for 60 s'],
  [{ state: 'done', seconds: 61 }, 'succeeded', '$(check) 1 min 1 s', 'Step a ran for 1 min 1 s'],
  [{ state: 'done', seconds: 7260 }, 'succeeded', '$(check) 2 h 1 min', 'Step a ran for 2 h 1 min'],
  [{ state: 'failed', seconds: 12.4 }, 'failed', '$(error) failed after 12 s', 'Step a failed after 12 s'],
]) {
  test(`a step of a run: ${JSON.stringify(step)}, ${runState}`, () => {
    const described = describeStep({ name: 'a', ...step }, runState);
    assert.deepEqual([described?.text, described?.tooltip], [text, tooltip]);
  });
}

test('the graph and the status bar of the window say how far each step is', async () => {
  const notebook = open(...STEPS.slice(0, 3), ['step:deploy', 'wait()'], ['step:last', 'x']);
  code.activate(notebook, 1);
  await eventually(() => assert.ok(code.registered.has('kale.run')));
  await command('kaleLsp.showGraph');
  const [panel] = code.shown.panels;
  const running = command('kaleLsp.run');
  const inGraph = () => panel.messages.at(-1).steps.map(({ name, state, label }) => `${name} ${state}: ${label}`);
  await eventually(() => assert.deepEqual(inGraph(),
    ['load done: ✓ 1.3 s', 'train done: ✓ 1.3 s', 'deploy running: running', 'last waiting: waiting']));
  const role = code.shown.statusBar.find(({ id }) => id === 'kale.role');
  await eventually(() => assert.equal(role.text, '$(type-hierarchy) Step load  $(check) 1.3 s'));
  assert.match(role.tooltip, /^Step load\nStep load ran for 1\.3 s, because this is its first run\nClick to change$/);
  await command('kaleLsp.stopRun');
  await running;
  await eventually(() => assert.deepEqual(inGraph().slice(2), ['deploy stopped: stopped']));
});

for (const [remoteName, opened] of [
  [undefined, ['workbench.action.openSettings', 'kale.python']],
  ['ssh-remote', ['workbench.action.openRemoteSettings', { query: 'kale.python' }]],
]) {
  test(`a Python that cannot be started leads to its setting, which is the machine's: ${remoteName ?? 'here'}`, async () => {
    const notebook = open(...STEPS);
    code.activate(notebook, 0);
    code.api.env.remoteName = remoteName;
    code.workspace.settings['kale.python'] = '/nowhere/python';
    code.answers.push('Open Settings');
    await command('kaleLsp.run');
    assert.deepEqual(code.shown.error, ['Kale: kale.python is set to /nowhere/python, which is not an executable file.']);
    await eventually(() => assert.deepEqual(code.executed.filter(({ name }) => name.startsWith('workbench.action.open'))
      .map(({ name, args }) => [name, ...args]), [opened]));
  });
}

test('a run that the server has not told of says nothing in the graph', () => {
  assert.deepEqual(describeSteps(undefined), []);
});

test('a reference is as far as the steps of its notebook', () => {
  const cell = { role: 'notebook', step: 'prepare' };
  const steps = (...states) => ({ state: 'running', steps: states.map((state, index) => ({ name: `prepare/s${index}`, state, seconds: 1 })) });
  assert.equal(stepOfCell(steps('done', 'failed', 'skipped'), cell).state, 'failed');
  assert.equal(stepOfCell(steps('done', 'running', 'waiting'), cell).state, 'running');
  assert.deepEqual(stepOfCell(steps('cached', 'done'), cell), { name: 'prepare', state: 'done', seconds: 2, metrics: [] });
  assert.equal(stepOfCell({ steps: [{ name: 'prepared/s', state: 'done' }] }, cell), undefined);
});

test('metrics are rounded, and errors are cut to their first line', () => {
  assert.equal(describeMetrics([{ name: 'n', value: 120000 }, { name: 'loss', value: 1 / 3 }, { name: 'bad', value: null }]),
    'n = 120000, loss = 0.33333, bad = not a number');
  assert.equal(describeError('KeyError: a\nmore'), 'KeyError: a');
  assert.equal(describeError(`E: ${'x'.repeat(100)}`).length, 60);
  assert.equal(failureOf(undefined), undefined);
});
