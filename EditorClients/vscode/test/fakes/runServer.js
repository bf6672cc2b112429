#!/usr/bin/env node
'use strict';

/**
 * A server that runs the steps of a notebook in no time, and tells of it as kale-lsp does with `kale/runState`. It knows
 * of notebooks no more than their tags and, in the code of a cell:
 *
 *     raise ValueError("bad")     the step fails
 *     wait()                      the step runs until the run is stopped
 *     print(accuracy)             in a cell with the tag `pipeline-metrics`: the last step reports the metric
 *
 * A step with the tag `report:enabled` writes a report. Steps before one that is run by name are taken from the cache.
 */

const { writeFileSync } = require('node:fs');
const { fileURLToPath, pathToFileURL } = require('node:url');
const { Connection } = require('./connection');

if (process.argv.includes('--version')) {
  console.log('9.9.9');
  process.exit(0);
}

const REQUEST_CANCELLED = -32800;

let sendsRunStates = false;
const notebooks = new Map();
/** The runs that wait to be stopped, by the token of their progress. */
const waiting = new Map();

const tagsOf = ({ metadata }) => metadata?.metadata?.tags ?? [];
const namedBy = (cell, prefix) =>
  tagsOf(cell).filter((tag) => tag.startsWith(prefix)).map((tag) => tag.slice(prefix.length));
const stepOf = (cell) => namedBy(cell, 'step:').at(0);

/** The code cells, each with the step that it belongs to. */
function codeCells({ cells }) {
  let step = null;
  return cells.flatMap((cell, index) => {
    if (cell.kind !== 2) return [];
    const own = stepOf(cell);
    const other = tagsOf(cell).find((tag) => ['imports', 'pipeline-metrics'].includes(tag));
    step = own ?? (other === undefined ? step : null);
    return [{ cell, index, step, role: step === null ? other ?? 'none' : 'step', isContinuation: own === undefined }];
  });
}

function outline({ uri }) {
  const notebook = notebooks.get(uri);
  if (notebook === undefined) return null;
  const cells = codeCells(notebook).map(({ cell, index, step, role, isContinuation }) => ({
    cell: index, uri: cell.document, role, step, isContinuation: step !== null && isContinuation, tags: tagsOf(cell),
    range: { start: { line: 0, character: 0 }, end: { line: cell.text.split('\n').length, character: 0 } },
    previous: namedBy(cell, 'prev:'), inputs: [], outputs: [], parameters: [], metrics: [],
  }));
  return { isKaleNotebook: cells.some(({ role }) => role === 'step'), pipelineName: 'p', cells };
}

function tell(uri, state, steps) {
  if (sendsRunStates) connection.notify('kale/runState', { uri, state, steps: JSON.parse(JSON.stringify(steps)) });
}

async function run({ uri, step, until }, token) {
  const cells = codeCells(notebooks.get(uri));
  const names = [...new Set(cells.flatMap((each) => each.step ?? []))];
  const wanted = until === undefined ? names : names.slice(0, names.indexOf(until) + 1);
  const steps = wanted.map((name) => ({ name, state: 'waiting', metrics: [] }));
  tell(uri, 'running', steps);
  const end = (succeeded, state, text) => {
    tell(uri, state, steps);
    return { succeeded, text, tasks: steps.map(({ name, state: each, metrics }) => ({ name, state: each, metrics })) };
  };
  for (const each of steps) {
    if (step !== undefined && each.name !== step) {
      each.state = 'cached';
      continue;
    }
    Object.assign(each, { state: 'running', reason: step === undefined ? 'first run' : 'asked for' });
    tell(uri, 'running', steps);
    const own = cells.filter((cell) => cell.step === each.name);
    if (own.some(({ cell }) => cell.text.includes('wait()'))) {
      await new Promise((resolve) => waiting.set(token, resolve));
      tell(uri, 'stopped', steps);
      throw Object.assign(new Error('the client cancelled the request'), { code: REQUEST_CANCELLED });
    }
    const failing = own.find(({ cell }) => cell.text.includes('raise '));
    if (failing !== undefined) {
      const line = failing.cell.text.split('\n').findIndex((text) => text.includes('raise '));
      const message = /raise (\w+)\("(.*)"\)/.exec(failing.cell.text).slice(1).join(': ');
      Object.assign(each, { state: 'failed', seconds: 0.1, error: { cell: failing.index, line, message } });
      for (const rest of steps.slice(steps.indexOf(each) + 1)) rest.state = 'skipped';
      return end(false, 'failed', `Step \`${each.name}\` failed: ${message}`);
    }
    Object.assign(each, { state: 'done', seconds: 1.25 });
    if (own.some(({ cell }) => tagsOf(cell).includes('report:enabled'))) {
      const report = `${fileURLToPath(uri)}.${each.name}.html`;
      writeFileSync(report, `<h1>Report of ${each.name}</h1>`);
      each.report = pathToFileURL(report).href;
    }
  }
  const metrics = cells.filter(({ role }) => role === 'pipeline-metrics')
    .flatMap(({ cell }) => [...cell.text.matchAll(/print\((\w+)\)/g)].map(([, name]) => ({ name, value: 0.934567 })));
  if (steps.length > 0) steps.at(-1).metrics = metrics;
  return end(true, 'succeeded');
}

const handlers = new Map(Object.entries({
  initialize: ({ capabilities }) => {
    sendsRunStates = capabilities.experimental?.kale?.runState === true;
    return {
      capabilities: {
        notebookDocumentSync: { notebookSelector: [{ notebook: 'jupyter-notebook' }] },
        executeCommandProvider: { commands: ['kale.graph', 'kale.run'] },
      },
    };
  },
  'notebookDocument/didOpen': ({ notebookDocument: { uri, cells }, cellTextDocuments }) => {
    const text = new Map(cellTextDocuments.map((each) => [each.uri, each.text]));
    notebooks.set(uri, { cells: cells.map((cell) => ({ ...cell, text: text.get(cell.document) })) });
    connection.notify('kale/outlineChanged', { uri });
  },
  'kale/outline': outline,
  'workspace/executeCommand': ({ command, arguments: [argument], workDoneToken }) =>
    (command === 'kale.graph' ? { text: 'flowchart TD' } : run(argument, workDoneToken)),
  'window/workDoneProgress/cancel': ({ token }) => waiting.get(token)?.(),
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
