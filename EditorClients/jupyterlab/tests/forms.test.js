import assert from 'node:assert/strict';
import { test } from 'node:test';

import { FormSession } from '../labextension/static/notebook/formSession.js';
import { ProposalSession } from '../labextension/static/notebook/proposalSession.js';
import { Signal } from '../labextension/static/notebook/signal.js';
import { ResponseError } from '../labextension/static/protocol/jsonRPC.js';

const uri = 'file:///home/x.ipynb#w/code/c0';
const name = value => ({ id: 'name', label: 'Step name', group: 'main', kind: 'text', value });
const formOf = value => ({ kind: 'cell', cell: 0, title: `Cell 1: step ${value}`, fields: [name(value)] });

/** A notebook whose server answers from a table, and what it was asked. */
function situation(answers) {
  const log = [];
  const answer = (method, params) => {
    log.push([method, params]);
    return answers[method](params);
  };
  const notebook = {
    uri: 'file:///home/x.ipynb#w',
    outline: { cells: [] },
    changed: new Signal(),
    request: async (method, params) => answer(method, params),
    edit: async (command, argument) => answer(command, argument)
  };
  return { notebook, log };
}

const settled = () => new Promise(setImmediate);

test('a form has lists in place of what the server leaves out', async () => {
  const { notebook } = situation({ 'kale/form': () => formOf('load') });
  const session = new FormSession(notebook, uri);
  await session.load();
  const [field] = session.form.fields;
  assert.deepEqual([field.choices, field.steps, field.columns], [[], [], []]);
});

test('a change is set, and the form is then that of the server', async () => {
  let value = 'load';
  const { notebook, log } = situation({
    'kale/form': () => formOf(value),
    'kale.applyForm': ({ changes }) => {
      value = changes.name;
      return { applied: true };
    }
  });
  const session = new FormSession(notebook, uri);
  await session.load();
  assert.equal((await session.apply({ name: 'read' })).size, 0);
  assert.equal(session.form.fields[0].value, 'read');
  assert.deepEqual(log[1], ['kale.applyForm', { uri, changes: { name: 'read' } }]);
});

test('what the server rejects is said at its fields, and other failures are told', async () => {
  const problems = [{ field: 'name', message: 'No.' }, { field: 'name', message: 'Later.' }];
  const failures = [new ResponseError(-32803, 'No.', { problems }), new ResponseError(-32803, 'Gone.')];
  const { notebook } = situation({
    'kale.applyForm': () => {
      throw failures.shift();
    }
  });
  const session = new FormSession(notebook, uri);
  assert.deepEqual([...(await session.apply({ name: 'No' }))], [['name', 'No.']]);
  await assert.rejects(session.apply({ name: 'x' }), /Gone/);
});

test('a form that is as it was, because a change was undone at once, is shown again', async () => {
  const { notebook } = situation({
    'kale/form': () => formOf('load'),
    'kale.applyForm': () => ({ applied: true })
  });
  const session = new FormSession(notebook, uri);
  await session.load();
  let count = 0;
  session.changed.connect(() => {
    count += 1;
  });
  await session.load();
  assert.equal(count, 0);
  await session.apply({ name: 'read' });
  assert.equal(count, 1);
});

test('of checks that overlap, the last counts', async () => {
  const waiting = [];
  const { notebook } = situation({ 'kale/checkForm': () => new Promise(resolve => waiting.push(resolve)) });
  const session = new FormSession(notebook, uri);
  const checks = [session.check({ name: 'A' }), session.check({ name: 'a' })];
  await settled();
  waiting[1]({ problems: [], fields: [] });
  waiting[0]({ problems: [{ field: 'name', message: 'No.' }], fields: [] });
  assert.equal(await checks[0], null);
  assert.equal((await checks[1]).size, 0);
});

test('the form follows the notebook, and waits for the last answer', async () => {
  const answers = [];
  const { notebook } = situation({ 'kale/form': () => new Promise(resolve => answers.push(resolve)) });
  const session = new FormSession(notebook, uri);
  const loaded = session.load();
  notebook.outline = { cells: [] };
  notebook.changed.emit();
  await settled();
  answers[1](formOf('new'));
  answers[0](formOf('old'));
  await loaded;
  assert.equal(session.form.fields[0].value, 'new');
  session.close();
  notebook.outline = { cells: [] };
  notebook.changed.emit();
  assert.equal(answers.length, 2);
});

test('a proposal is asked for again with what is chosen, and applied with it', async () => {
  const cells = [
    { cell: 0, role: 'step', step: 'load', previous: [] },
    { cell: 1, role: 'none', step: 'load', previous: [] },
    { cell: 2, role: 'step', step: 'train', previous: ['load'] }
  ];
  const roles = [{ value: 'step', label: 'Step' }];
  const edges = [{ from: 'load', to: 'train', names: ['columns', 'rows'] }];
  const { notebook, log } = situation({
    'kale/proposal': () => ({ pipelineName: 'x', cells, edges, problems: [] }),
    'kale/form': () => ({ fields: [{ id: 'role', choices: roles }] }),
    'kale.applyProposal': () => ({ applied: true })
  });
  const session = new ProposalSession(notebook);
  await session.load();
  assert.deepEqual(session.roles, roles);
  assert.deepEqual(session.graph.edges, [['load', 'train', ['columns', 'rows']]]);
  await session.setRole(1, 'skip');
  await session.setStep(2, 'fit');
  await session.setPipelineName('houses');
  await session.apply();
  const chosen = [
    { cell: 1, role: 'skip' },
    { cell: 2, role: 'step', step: 'fit' }
  ];
  assert.deepEqual(log.at(-1), [
    'kale.applyProposal',
    { uri: notebook.uri, cells: chosen, pipelineName: 'houses' }
  ]);
  assert.deepEqual(log.at(-2)[1], log.at(-1)[1]);
});
