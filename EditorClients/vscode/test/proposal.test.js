'use strict';

/** An ordinary notebook becomes a pipeline, with the real server: the proposal, and how quiet it is on the way. */

const assert = require('node:assert/strict');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, test } = require('node:test');
const { loadExtension } = require('./fakes/load');
const { eventually, lastOf, program } = require('./support');

let folder;
let code;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kale-proposal-'));
  code = loadExtension({ folder, settings: { 'kale.server.path': program } });
  await code.extension.activate(code.context);
});

afterEach(async () => {
  await code.extension.deactivate();
  for (const each of code.context.subscriptions) each.dispose();
  rmSync(folder, { recursive: true });
});

async function open(...sources) {
  const notebook = code.workspace.openIpynb(path.join(folder, 'n (1).ipynb'), {
    cells: sources.map((source) => ({ cell_type: 'code', source, metadata: {} })),
    metadata: {}, nbformat: 4, nbformat_minor: 5,
  });
  code.activate(notebook, 0);
  await eventually(() => assert.equal(code.contexts.get('kaleLsp.hasNotebook'), true));
  return notebook;
}

const ORDINARY = ['import csv', "rows = list(csv.reader(open('rows.csv')))", 'sizes = [len(row) for row in rows]', 'print(oops)'];

const command = (name, ...args) => code.api.commands.executeCommand(name, ...args);
const tags = (cell) => cell.metadata.metadata.tags ?? [];
const problems = (cell) => code.diagnostics.get(cell.document.uri.toString()) ?? [];
const listed = (notebook) => code.diagnostics.get(notebook.uri.toString()) ?? [];
const status = () => code.shown.statusBar.find(({ id }) => id === 'kale.quiet');
const notice = () => code.api.window.lastProgress;
const tag = (cell, ...names) => code.workspace.setCellMetadata(cell, { ...cell.metadata, metadata: { tags: names } });

async function propose() {
  await command('kaleLsp.makePipeline');
  const panel = code.shown.panels.at(-1);
  panel.receive({ kind: 'ready' });
  await eventually(() => assert.ok(lastOf(panel, 'proposal')));
  return panel;
}

test('a proposal is shown with the roles that there are, follows what is changed, and is applied as one edit', async () => {
  const notebook = await open(...ORDINARY);
  const panel = await propose();
  const shown = () => lastOf(panel, 'proposal').proposal.cells.map(({ role, step }) => step ?? role);
  assert.deepEqual(shown(), ['imports', 'rows', 'rows', 'rows']);
  assert.deepEqual(lastOf(panel, 'proposal').roles.map(({ value }) => value), [
    'step', 'imports', 'functions', 'skip', 'pipeline-parameters', 'pipeline-metrics', 'none',
  ]);
  const changes = { cells: [{ cell: 1, role: 'step', step: 'load' }, { cell: 2, role: 'step', step: 'count' }], pipelineName: 'houses' };
  panel.receive({ kind: 'change', changes });
  await eventually(() => assert.deepEqual(shown(), ['imports', 'load', 'count', 'count']));
  panel.receive({ kind: 'apply', changes });
  await eventually(() => assert.match(notice()?.options.title ?? '', /is a pipeline now/));
  assert.deepEqual(notebook.cells.map(tags), [['imports'], ['step:load'], ['step:count', 'prev:load'], []]);
  assert.equal(notebook.metadata.metadata.kubeflow_notebook.pipeline_name, 'houses');
  assert.equal(code.workspace.applied.length, 1);
  // What is left to mend is shown from now on.
  await eventually(() => assert.equal(problems(notebook.cells[3]).length, 1));
});

test('the notice of an applied proposal leads to compiling, and is closed by it', async () => {
  await open(...ORDINARY.slice(0, 3));
  const panel = await propose();
  panel.receive({ kind: 'apply', changes: { cells: [] } });
  const title = await eventually(() => {
    assert.match(notice()?.options.title ?? '', /is a pipeline now/);
    return notice().options.title;
  });
  const applied = notice();
  const [, name, argument] = /\[Compile\]\(command:(\w+\.\w+)\?([^)]+)\)/.exec(title);
  await new Promise(setImmediate);
  assert.equal(applied.isOver, false);
  const args = JSON.parse(decodeURIComponent(argument));
  // In a window on another machine an object would become the URI of a file on the person's own.
  assert.deepEqual(args.map((each) => typeof each), ['string']);
  await command(name, ...args);
  assert.deepEqual([applied.isOver, code.shown.error], [true, []]);
  assert.match(code.shown.information.at(-1), /^Wrote /);
});

test('a proposal that is there already is shown again, with the focus in it', async () => {
  await open(...ORDINARY);
  const panel = await propose();
  await command('kaleLsp.makePipeline');
  assert.equal(code.shown.panels.length, 1);
  assert.deepEqual(lastOf(panel, 'focus'), { kind: 'focus' });
});

test('a proposal that the server rejects stays, and says why', async () => {
  await open(...ORDINARY);
  const panel = await propose();
  panel.receive({ kind: 'apply', changes: { cells: [{ cell: 1, role: 'step', step: 'A b' }] } });
  await eventually(() => assert.match(lastOf(panel, 'problem')?.problem ?? '', /lowercase/i));
  assert.equal(code.workspace.applied.length, 0);
});

test('a cell of the proposal is shown in the notebook', async () => {
  const notebook = await open(...ORDINARY);
  const panel = await propose();
  panel.receive({ kind: 'cell', cell: 2 });
  await eventually(() => assert.equal(code.shown.notebooks.at(-1).options.selections[0].start, 2));
  code.workspace.close(notebook);
});

test('from the first tag until the first compile nothing is underlined: problems are listed and counted', async () => {
  const notebook = await open(...ORDINARY);
  const [, , , last] = notebook.cells;
  tag(notebook.cells[1], 'step:load');
  await eventually(() => assert.equal(status().text, '$(info) 3 problems, shown after the first compile'));
  assert.ok(status().isShown);
  assert.deepEqual(problems(last), []);
  const { message, severity, relatedInformation } = listed(notebook).at(-1);
  assert.match(message, /^Cell 4: `oops` is undefined in step `load`/);
  assert.equal(severity, code.api.DiagnosticSeverity.Information);
  assert.equal(relatedInformation.length, 1);
  await command('kaleLsp.compile');
  assert.deepEqual([problems(last).length, listed(notebook).length, status().isShown], [1, 0, false]);
});

test('the count shows the problems at once', async () => {
  const notebook = await open(...ORDINARY);
  tag(notebook.cells[1], 'step:load');
  await eventually(() => assert.ok(status().isShown));
  await command(status().command);
  assert.equal(problems(notebook.cells[3]).length, 1);
  assert.equal(code.executed.at(-1).name, 'workbench.actions.view.problems');
});

test('a notebook that was a pipeline when it was opened has its problems underlined', async () => {
  const notebook = code.workspace.openIpynb(path.join(folder, 'n.ipynb'), {
    cells: [{ cell_type: 'code', source: 'oops', metadata: { tags: ['step:a'] } }], metadata: {}, nbformat: 4, nbformat_minor: 5,
  });
  await eventually(() => assert.match(problems(notebook.cells[0]).map(({ message }) => message).join(), /`oops` is undefined/));
  tag(notebook.cells[0]);
  await eventually(() => assert.equal(problems(notebook.cells[0]).length, 0));
});

test('an edit that takes the last tag back leaves no count', async () => {
  const notebook = await open(...ORDINARY);
  tag(notebook.cells[1], 'step:load');
  await eventually(() => assert.ok(status().isShown));
  tag(notebook.cells[1]);
  await eventually(() => assert.equal(status().isShown, false));
  assert.deepEqual(listed(notebook), []);
});
