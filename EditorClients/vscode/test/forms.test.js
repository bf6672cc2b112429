'use strict';

/** Cells and pipelines set up with pickers and forms, with the real server. */

const assert = require('node:assert/strict');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');
const { afterEach, beforeEach, test } = require('node:test');
const { describeValue, tickedSteps, typedValue } = require('../src/logic/forms');
const { loadExtension } = require('./fakes/load');
const { eventually, lastOf, program } = require('./support');

let folder;
let code;

beforeEach(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'kale-forms-'));
  code = loadExtension({ folder, settings: { 'kale.server.path': program } });
  await code.extension.activate(code.context);
});

afterEach(async () => {
  await code.extension.deactivate();
  for (const each of code.context.subscriptions) each.dispose();
  rmSync(folder, { recursive: true });
});

/** Opens a notebook of code cells, each given as its tags and its code. */
async function open(...cells) {
  const notebook = code.workspace.openIpynb(path.join(folder, 'n.ipynb'), {
    cells: cells.map(([tags, source]) => ({ cell_type: 'code', source, metadata: { tags: tags.split(' ').filter(Boolean) } })),
    metadata: {}, nbformat: 4, nbformat_minor: 5,
  });
  code.activate(notebook, 0);
  await eventually(() => assert.equal(code.contexts.get('kaleLsp.hasNotebook'), true));
  return notebook;
}

const STEPS = [['imports', 'import os'], ['step:load', 'df = 1'], ['step:train prev:load', 'model = df'], ['', 'print(model)']];

const command = (name, ...args) => code.api.commands.executeCommand(name, ...args);
const tags = (cell) => cell.metadata.metadata.tags;
const choose = (label) => (offers) => offers.find((offer) => offer.label === label);
const type = (text) => async ({ value, validateInput }) => {
  assert.equal(await validateInput(text), undefined);
  return text ?? value;
};

test('a cell becomes a step: role, name, and what its data needs, as one edit', async () => {
  const notebook = await open(...STEPS);
  code.answers.push(choose('Step…'), async ({ value, validateInput }) => {
    assert.equal(value, 'report');
    assert.match(await validateInput('A b'), /lowercase/i);
    assert.equal(await validateInput('evaluate'), undefined);
    return 'evaluate';
  });
  await command('kaleLsp.editCell', notebook.cells[3]);
  assert.deepEqual(tags(notebook.cells[3]), ['step:evaluate', 'prev:train']);
  assert.equal(code.workspace.applied.length, 1);
});

test('a cell joins a step, or gets a role without a name', async () => {
  const notebook = await open(...STEPS);
  code.answers.push(choose('Step train'));
  await command('kaleLsp.editCell', notebook.cells[3]);
  assert.equal(tags(notebook.cells[3])[0], 'step:train');
  code.answers.push(choose('Skip'));
  await command('kaleLsp.setRole', notebook.cells[3]);
  assert.deepEqual(tags(notebook.cells[3]), ['skip']);
});

test('a step shows what it has, and each field is changed by a picker of its kind', async () => {
  const notebook = await open(...STEPS);
  const [, , train] = notebook.cells;
  code.answers.push((offers) => {
    assert.deepEqual(offers.map(({ label, description }) => [label, description ?? '']), [
      ['Role', 'Step'], ['Step name', 'train'], ['Runs after', 'load'], ['Image', "python:3.12 (the pipeline's default)"],
      ['CPU limit', 'not set'], ['Memory limit', 'not set'], ['CPU request', 'not set'], ['Memory request', 'not set'],
      ['GPUs', 'none'], ['GPU type', 'NVIDIA'], ['Cache', "Enabled (the pipeline's default)"],
      ['HTML report', "Enabled (the pipeline's default)"], ['Secrets', ''], ['Labels', ''], ['Annotations', ''],
      ['$(layout-sidebar-left) Show Form', ''],
    ]);
    return undefined;
  });
  await command('kaleLsp.editCell', train);
  assert.equal(code.workspace.applied.length, 0);
  code.answers.push(choose('Cache'), choose('Disabled'));
  await command('kaleLsp.editCell', train);
  code.answers.push(choose('CPU limit'), async ({ validateInput }) => {
    assert.match(await validateInput('much'), /not a valid CPU quantity/);
    return '2';
  });
  await command('kaleLsp.editCell', train);
  code.answers.push(choose('Image'), type('my/image:1'));
  await command('kaleLsp.editCell', train);
  assert.deepEqual(tags(train), ['step:train', 'prev:load', 'cache:disabled', 'limit:cpu:2', 'image:my/image:1']);
  // An image that is set is among the proposals.
  code.answers.push(choose('Image'), async ({ type: typeInto }) => (await typeInto(''))[0]);
  await command('kaleLsp.editCell', train);
  assert.equal(tags(train).length, 4);
  assert.equal(code.workspace.applied.length, 4);
});

test('a step that is renamed is followed by those that run after it', async () => {
  const notebook = await open(...STEPS);
  code.answers.push(choose('Step name'), type('read'));
  await command('kaleLsp.editCell', notebook.cells[1]);
  assert.deepEqual([tags(notebook.cells[1]), tags(notebook.cells[2])], [['step:read'], ['step:train', 'prev:read']]);
  assert.equal(code.workspace.applied.length, 1);
});

test('what the data needs is ticked, and a step that would make a cycle is explained', async () => {
  const notebook = await open(['step:score prev:train', 'print(1)'], ['step:load', 'df = 1'], ['step:train', 'model = df']);
  code.answers.push(choose('Runs after'), (offers) => {
    assert.deepEqual(offers.map(({ label, picked, description }) => [label, picked, description]),
      [['load', true, 'needed for df']]);
    assert.deepEqual(offers.all.at(-1).label, 'score: would make a cycle: train → score → train');
    return offers.filter(({ picked }) => picked);
  });
  await command('kaleLsp.editCell', notebook.cells[2]);
  assert.deepEqual(tags(notebook.cells[2]), ['step:train', 'prev:load']);
});

test('a picker of the status bar gives the focus back to the notebook, unless it leads to the form', async () => {
  const notebook = await open(...STEPS);
  const item = code.shown.statusBar.find(({ id }) => id === 'kale.role');
  for (const answer of [choose('Skip'), undefined]) {
    code.activate(notebook, 3);
    code.answers.push(answer);
    await code.click(item);
    assert.equal(code.shown.focus, 'editor');
  }
  code.activate(notebook, 2);
  code.answers.push(choose('Labels'));
  await code.click(item);
  assert.equal(code.shown.focus, 'status bar');
  assert.ok(code.executed.some(({ name }) => name === 'kale.stepForm.focus'));
  const view = code.openView('kale.stepForm');
  await eventually(() => assert.deepEqual(lastOf(view, 'focus'), { kind: 'focus', field: 'labels' }));
});

test('the form follows the selected cell, and each change of it is one edit', async () => {
  const notebook = await open(...STEPS);
  const view = code.openView('kale.stepForm');
  const last = () => view.messages.findLast(({ kind }) => kind === 'form');
  await eventually(() => assert.equal(last().form?.title, 'Cell 1: imports'));
  code.activate(notebook, 2);
  await eventually(() => assert.equal(last().form.title, 'Cell 3: step train'));
  const { address } = last();
  view.receive({ kind: 'check', ticket: 1, address, changes: { name: 'A' } });
  await eventually(() => assert.match(view.messages.find(({ ticket }) => ticket === 1).problem, /lowercase/i));
  view.receive({ kind: 'apply', ticket: 2, address, changes: { name: 'A' } });
  await eventually(() => assert.match(view.messages.find(({ ticket }) => ticket === 2).problem, /lowercase/i));
  assert.equal(code.workspace.applied.length, 0);
  // The change is about the cell that was shown when the person made it.
  code.activate(notebook, 1);
  view.receive({ kind: 'apply', ticket: 3, address, changes: { 'cpu-limit': '2' } });
  await eventually(() => assert.equal(view.messages.find(({ ticket }) => ticket === 3).isApplied, true));
  assert.deepEqual(tags(notebook.cells[2]), ['step:train', 'prev:load', 'limit:cpu:2']);
  assert.equal(code.workspace.applied.length, 1);
  view.receive({ kind: 'undo', address });
  await eventually(() => assert.deepEqual(code.executed.slice(-2).map(({ name }) => name), ['notebook.cell.quitEdit', 'undo']));
});

test('the form of the pipeline changes the metadata of the notebook', async () => {
  const notebook = await open(...STEPS);
  const view = code.openView('kale.pipelineForm');
  await eventually(() => assert.equal(view.messages.at(-1).form?.fields[0].id, 'pipeline-name'));
  assert.equal(view.messages.at(-1).canMake, false);
  assert.equal(view.messages.at(-1).canSchedule, true);
  view.receive({ kind: 'apply', ticket: 1, address: view.messages.at(-1).address, changes: { 'pipeline-name': 'houses' } });
  await eventually(() => assert.equal(notebook.metadata.metadata.kubeflow_notebook.pipeline_name, 'houses'));
});

test('with something else in front of a notebook the form of the pipeline stays, and no cell is selected', async () => {
  await open(...STEPS);
  code.api.window.visibleNotebookEditors = [];
  code.activateOther();
  const [pipeline, step] = ['kale.pipelineForm', 'kale.stepForm'].map(code.openView);
  await eventually(() => assert.equal(lastOf(pipeline, 'form')?.form?.fields[0].id, 'pipeline-name'));
  assert.equal(lastOf(pipeline, 'form').canSchedule, true);
  await eventually(() => assert.equal(lastOf(step, 'form')?.text, 'Select a code cell.'));
});

test('a form says why there is none', async () => {
  code.api.window.activeNotebookEditor = undefined;
  const view = code.openView('kale.stepForm');
  await eventually(() => assert.deepEqual([view.messages.at(-1).form, view.messages.at(-1).text], [null, 'Open a notebook first.']));
});

test('values in a few words, and what is typed as a value', () => {
  const field = { id: 'x', label: 'X', group: 'main', kind: 'text', value: null };
  assert.equal(describeValue({ ...field, placeholder: 'default' }), 'default');
  assert.equal(describeValue({ ...field, kind: 'toggle', value: false }), 'off');
  assert.equal(describeValue({ ...field, kind: 'pairs', value: [{ key: 'a', value: 'b' }] }), 'a=b');
  assert.equal(describeValue({ ...field, kind: 'list', value: [{ mount: '/data', size: '1Gi' }, 'pandas'] }), '/data 1Gi, pandas');
  assert.equal(describeValue({ ...field, kind: 'choice', value: 'a', choices: [{ value: 'a', label: 'A' }] }), 'A');
  const step = { name: 'a', index: 0, chosen: false, names: ['df'] };
  assert.deepEqual(tickedSteps([step, { ...step, name: 'b', names: [] }]), ['a']);
  assert.deepEqual(tickedSteps([step, { ...step, name: 'b', chosen: true }]), ['b']);
  assert.deepEqual(tickedSteps([{ ...step, impossible: 'cycle' }]), []);
  assert.deepEqual([' 2 ', '', '2Gi'].map((text) => typedValue({ ...field, kind: 'number' }, text)), [2, null, '2Gi']);
});
