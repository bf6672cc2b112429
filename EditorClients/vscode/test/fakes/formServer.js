#!/usr/bin/env node
'use strict';

/**
 * A server with the forms and the proposal of kale-lsp, for what it knows of notebooks: the tags of a cell, and which
 * names its code assigns and mentions. The word `oops` in the code of a pipeline is an error.
 */

const { Connection } = require('./connection');

if (process.argv.includes('--version')) {
  console.log('9.9.9');
  process.exit(0);
}

const REQUEST_FAILED = -32803;
const ROLES = [
  { value: 'none', label: 'Not in a step', detail: 'belongs to the cell above' },
  { value: 'step', label: 'Step', detail: 'runs as a container' },
  { value: 'imports', label: 'Imports', detail: 'run at the start of every step' },
  { value: 'skip', label: 'Skipped', detail: 'left out of the pipeline' },
];

/** @type {Map<string, { cells: any[], texts: Map<string, string>, metadata: any, version: number }>} */
const notebooks = new Map();

const tagsOf = ({ metadata }) => metadata?.metadata?.tags ?? [];
const valueOf = (tags, prefix) => tags.find((tag) => tag.startsWith(prefix))?.slice(prefix.length) ?? null;
const valuesOf = (tags, prefix) => tags.filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));

/** A cell as the form has it. */
function read(cell) {
  const tags = tagsOf(cell);
  const name = valueOf(tags, 'step:');
  return {
    role: name === null ? ROLES.map(({ value }) => value).find((role) => tags.includes(role)) ?? 'none' : 'step',
    name,
    previous: valuesOf(tags, 'prev:'),
    image: valueOf(tags, 'image:'),
    cpu: valueOf(tags, 'limit:cpu:'),
    cache: valueOf(tags, 'cache:') === null ? null : valueOf(tags, 'cache:') === 'enabled',
    labels: valuesOf(tags, 'label:').map((text) => ({ key: text.split(':')[0], value: text.split(':')[1] })),
  };
}

function write({ role, name, previous, image, cpu, cache, labels }) {
  if (role !== 'step') return role === 'none' ? [] : [role];
  return [
    `step:${name}`,
    ...previous.map((each) => `prev:${each}`),
    ...(image === null ? [] : [`image:${image}`]),
    ...(cpu === null ? [] : [`limit:cpu:${cpu}`]),
    ...(cache === null ? [] : [`cache:${cache ? 'enabled' : 'disabled'}`]),
    ...(labels ?? []).map(({ key, value }) => `label:${key}:${value}`),
  ];
}

function find({ uri, cell }) {
  for (const [of, notebook] of notebooks) {
    const index = notebook.cells.findIndex(({ document }) => document === uri);
    if (of === uri) return { of, notebook, index: cell };
    if (index >= 0) return { of, notebook, index };
  }
  return undefined;
}

const codeCells = ({ cells }) => cells.map((cell, index) => ({ cell, index })).filter(({ cell }) => cell.kind === 2);
const textOf = (notebook, { document }) => notebook.texts.get(document) ?? '';
const assigned = (text) => [...text.matchAll(/^(\w+) *=/gm)].map(([, name]) => name);
const mentions = (text, name) => new RegExp(`\\b${name}\\b`).test(text);

/** The other steps, with what a cell needs of each, and those before which it runs. */
function stepChoices(notebook, index, previous) {
  const own = read(notebook.cells[index]).name;
  const steps = new Map();
  for (const { cell, index: at } of codeCells(notebook)) {
    const { name } = read(cell);
    if (name !== null && name !== own) steps.set(name, [...steps.get(name) ?? [], at]);
  }
  const text = textOf(notebook, notebook.cells[index]);
  return [...steps].map(([name, cells], place) => {
    const names = cells.filter((at) => at < index)
      .flatMap((at) => assigned(textOf(notebook, notebook.cells[at]))).filter((each) => mentions(text, each));
    const runsAfterOwn = own !== null && cells.some((at) => read(notebook.cells[at]).previous.includes(own));
    return {
      name, index: place, chosen: previous.includes(name), names,
      ...(runsAfterOwn ? { impossible: `would make a cycle: ${own} → ${name} → ${own}` } : {}),
    };
  });
}

function fields(notebook, index, state) {
  const role = { id: 'role', label: 'Role', group: 'main', kind: 'choice', value: state.role, choices: ROLES };
  if (state.role !== 'step') return [role];
  const checked = (field) => {
    const problem = problemOf(field.id, state);
    const base = { choices: null, steps: null, columns: null, ...field };
    return problem === undefined ? base : { ...base, problem: { message: problem, severity: 1 } };
  };
  return [
    role,
    { id: 'name', label: 'Step name', group: 'main', kind: 'text', value: state.name, help: 'Lowercase letters, digits and _.' },
    { id: 'previous', label: 'Runs after', group: 'main', kind: 'steps', value: state.previous,
      steps: stepChoices(notebook, index, state.previous) },
    { id: 'image', label: 'Image', group: 'container', kind: 'text', value: state.image, placeholder: 'python:3.12',
      choices: [{ value: 'python:3.13', label: 'python:3.13' }] },
    { id: 'cpu', label: 'CPU limit', group: 'resources', kind: 'number', value: state.cpu === null ? null : Number(state.cpu) },
    { id: 'cache', label: 'Cache', group: 'execution', kind: 'toggle', value: state.cache, placeholder: 'on' },
    { id: 'labels', label: 'Labels', group: 'metadata', kind: 'pairs', value: state.labels },
  ].map(checked);
}

function problemOf(id, state) {
  if (id === 'name' && !/^[_a-z][_a-z0-9]*$/.test(state.name ?? '')) return 'Use lowercase letters, digits and _.';
  if (id === 'cpu' && state.cpu !== null && !(Number(state.cpu) > 0)) return `\`${state.cpu}\` is not a valid CPU quantity.`;
  return undefined;
}

/** What a cell would be with changes. A cell that becomes a step gets a name and what its data needs. */
function changed(notebook, index, changes) {
  const before = read(notebook.cells[index]);
  const state = { ...before, ...changes };
  if (state.role === 'step' && before.role !== 'step') {
    if (!('name' in changes)) state.name = assigned(textOf(notebook, notebook.cells[index]))[0] ?? 'step';
    if (!('previous' in changes)) {
      state.previous = stepChoices(notebook, index, []).filter(({ names }) => names.length > 0).map(({ name }) => name);
    }
  }
  return { before, state: { ...state, previous: state.previous ?? [] } };
}

const pipelineFields = ({ metadata }) => [{
  id: 'pipeline-name', label: 'Pipeline name', group: 'main', kind: 'text',
  value: metadata?.metadata?.kubeflow_notebook?.pipeline_name ?? null,
}];

function form(params) {
  const found = find(params);
  if (found === undefined) return null;
  const { notebook, index } = found;
  if (index === undefined) return { kind: 'pipeline', title: 'Pipeline', fields: pipelineFields(notebook) };
  if (notebook.cells[index].kind !== 2) return null;
  const state = read(notebook.cells[index]);
  const title = `Cell ${index + 1}${state.name === null ? '' : `: step ${state.name}`}`;
  return { kind: 'cell', cell: index, title, fields: fields(notebook, index, state) };
}

function checkForm({ changes, ...address }) {
  const { notebook, index } = find(address);
  if (index === undefined) return { problems: [], fields: pipelineFields(notebook) };
  const { state } = changed(notebook, index, changes);
  const result = fields(notebook, index, state);
  return { problems: result.flatMap(({ id, problem }) => (problem ? [{ field: id, message: problem.message }] : [])), fields: result };
}

async function applyForm({ changes, ...address }) {
  const { problems } = checkForm({ changes, ...address });
  if (problems.length > 0) throw Object.assign(new Error(problems[0].message), { code: REQUEST_FAILED });
  const { of, notebook, index } = find(address);
  if (index === undefined) {
    const { metadata } = notebook.metadata;
    const configuration = { ...metadata.kubeflow_notebook, pipeline_name: changes['pipeline-name'] };
    return edit(of, [{ kind: 'notebookMetadata', metadata: { ...notebook.metadata, metadata: { ...metadata, kubeflow_notebook: configuration } } }]);
  }
  const { before, state } = changed(notebook, index, changes);
  const edits = [tagEdit(notebook.cells[index], write(state))];
  for (const { cell, index: at } of codeCells(notebook)) {
    const tags = tagsOf(cell);
    if (at === index || before.name === null || before.name === state.name || !tags.includes(`prev:${before.name}`)) continue;
    edits.push(tagEdit(cell, tags.map((tag) => (tag === `prev:${before.name}` ? `prev:${state.name}` : tag))));
  }
  return edit(of, edits);
}

function tagEdit(cell, tags) {
  return {
    kind: 'cellMetadata', cell: cell.document,
    metadata: { ...cell.metadata, metadata: { ...cell.metadata?.metadata, tags } },
  };
}

async function edit(uri, edits) {
  const notebookDocument = { uri, version: notebooks.get(uri).version };
  const result = await connection.request('kale/applyNotebookEdit', { label: 'Kale', edit: { notebookDocument, edits } });
  if (!result.applied) throw Object.assign(new Error(result.failureReason), { code: REQUEST_FAILED });
  return { applied: true };
}

/** Imports are imports, a cell that only looks is skipped, and every other is a step of its own. */
function proposal({ uri, cells = [], pipelineName = 'proposed' }) {
  const notebook = notebooks.get(uri);
  if (notebook === undefined) return null;
  const decided = new Map(cells.map((cell) => [cell.cell, cell]));
  const made = new Map();
  const proposed = codeCells(notebook).map(({ cell, index }) => {
    const text = textOf(notebook, cell);
    const [name] = assigned(text);
    const guess = text.startsWith('import') ? { role: 'imports' } : name === undefined ? { role: 'skip' } : { role: 'step', step: name };
    const { role, step } = { step: name, ...guess, ...decided.get(index) };
    const previous = [...made].filter(([each, of]) => mentions(text, each) && of !== step).map(([, of]) => of);
    if (role === 'step') for (const each of assigned(text)) made.set(each, step);
    return {
      cell: index, role, ...(role === 'step' ? { step, previous: [...new Set(previous)] } : { previous: [] }),
      reason: role === 'imports' ? 'imports only' : 'by its first name', summary: text.split('\n')[0].slice(0, 60),
    };
  });
  return { pipelineName, cells: proposed, mermaid: `flowchart TD\n  ${[...new Set(made.values())].join('\n  ')}`, problems: [] };
}

async function applyProposal(params) {
  const { pipelineName, cells } = proposal(params);
  const { uri } = params;
  const bad = cells.find(({ role, step }) => role === 'step' && problemOf('name', { name: step }) !== undefined);
  if (bad !== undefined) throw Object.assign(new Error(problemOf('name', { name: bad.step })), { code: REQUEST_FAILED });
  const notebook = notebooks.get(uri);
  const { metadata } = notebook.metadata;
  return edit(uri, [
    ...cells.map(({ cell, role, step, previous }) =>
      tagEdit(notebook.cells[cell], role === 'step' ? [`step:${step}`, ...previous.map((name) => `prev:${name}`)] : role === 'none' ? [] : [role])),
    { kind: 'notebookMetadata', metadata: { ...notebook.metadata, metadata: { ...metadata, kubeflow_notebook: { pipeline_name: pipelineName } } } },
  ]);
}

function outline({ uri }) {
  const notebook = notebooks.get(uri);
  if (notebook === undefined) return null;
  const cells = codeCells(notebook).map(({ cell, index }) => {
    const { role, name, previous } = read(cell);
    const range = { start: { line: 0, character: 0 }, end: { line: textOf(notebook, cell).split('\n').length, character: 0 } };
    return {
      cell: index, uri: cell.document, range, role, step: name, isContinuation: false, tags: tagsOf(cell), previous,
      inputs: [], outputs: [], parameters: [], metrics: [],
    };
  });
  return { isKaleNotebook: cells.some(({ role }) => role !== 'none'), pipelineName: null, cells };
}

/** Publishes before it says that the outline has changed: a client must not rely on the order. */
function publish(uri) {
  const notebook = notebooks.get(uri);
  const { isKaleNotebook } = outline({ uri });
  for (const { cell } of codeCells(notebook)) {
    const isWrong = isKaleNotebook && textOf(notebook, cell).includes('oops');
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 4 } };
    const diagnostics = isWrong ? [{ range, severity: 1, source: 'kale', code: 'KALE999', message: '`oops` is undefined.' }] : [];
    connection.notify('textDocument/publishDiagnostics', { uri: cell.document, diagnostics });
  }
  connection.notify('kale/outlineChanged', { uri });
}

const commands = {
  'kale.applyForm': applyForm,
  'kale.applyProposal': applyProposal,
  'kale.compile': () => ({ pipelineSpecPath: '/w/.kale/p.yaml', dslPath: null, diagnostics: [] }),
};

const handlers = new Map(Object.entries({
  initialize: () => ({
    capabilities: {
      notebookDocumentSync: { notebookSelector: [{ notebook: 'jupyter-notebook' }] },
      executeCommandProvider: { commands: Object.keys(commands) },
      experimental: { kale: { forms: true, proposal: true } },
    },
  }),
  'notebookDocument/didOpen': ({ notebookDocument: { uri, version, cells, metadata }, cellTextDocuments }) => {
    const texts = new Map(cellTextDocuments.map((each) => [each.uri, each.text]));
    notebooks.set(uri, { cells, texts, metadata, version });
    publish(uri);
  },
  'notebookDocument/didChange': ({ notebookDocument: { uri, version }, change: { metadata, cells } }) => {
    const notebook = notebooks.get(uri);
    notebook.version = version;
    if (metadata !== undefined) notebook.metadata = metadata;
    for (const cell of cells?.data ?? []) {
      Object.assign(notebook.cells.find(({ document }) => document === cell.document), cell);
    }
    publish(uri);
  },
  'notebookDocument/didClose': ({ notebookDocument: { uri } }) => void notebooks.delete(uri),
  'kale/outline': outline,
  'kale/form': form,
  'kale/checkForm': checkForm,
  'kale/proposal': proposal,
  'workspace/executeCommand': ({ command, arguments: [argument] }) => commands[command](argument),
  shutdown: () => null,
  exit: () => process.exit(0),
}));

/** A connection that answers with an error where a handler throws one. */
class ServerConnection extends Connection {
  async handle(message) {
    try {
      await super.handle(message);
    } catch ({ code, message: text }) {
      this.send({ id: message.id, error: { code: code ?? -32603, message: text } });
    }
  }
}

const connection = new ServerConnection(process.stdin, process.stdout, handlers);
process.stdin.on('end', () => process.exit(0));
