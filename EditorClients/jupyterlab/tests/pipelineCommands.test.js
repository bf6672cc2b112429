import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Activities } from '../labextension/static/notebook/activities.js';
import { Signal } from '../labextension/static/notebook/signal.js';
import { ResponseError } from '../labextension/static/protocol/jsonRPC.js';
import { compile, fixAll, openReport, run, stop } from '../labextension/static/view/pipelineCommands.js';
import { Notifications } from './notifications.js';

/** A notebook whose server answers commands, and what is shown: toasts, and the output and the files of the panel. */
function situation(answer) {
  const Notification = new Notifications();
  const notified = new Signal();
  const activities = new Activities();
  const notebook = {
    uri: 'file:///home/x.ipynb#w',
    run: null,
    endQuiet() {},
    owns: uri => uri === notebook.uri,
    execute: (command, [argument], options) => answer({ command, argument, ...options, notified, kale })
  };
  const output = [];
  const files = [];
  const panel = {
    show() {},
    startOutput: (_, title) => output.push(`- ${title}`),
    addOutput: (_, text) => output.push(text),
    showFiles: (_, path, actions) => files.push(path, ...actions.map(({ label }) => label))
  };
  const kale = { notebook, notified, activities, runs: new Map(), rootURI: 'file:///home' };
  return { lab: { apputils: { Notification } }, kale, panel, Notification, output, files };
}

const settings = directory => ({ outputDirectory: async () => directory });

/** Jupyter's files: those in hidden folders are not served. */
const services = {
  documents: { openOrReveal() {} },
  app: {
    serviceManager: {
      contents: { get: async path => (path.includes('.kale') ? Promise.reject(new Error('hidden')) : {}) }
    }
  }
};

const compiled = ({ outputDirectory = '.kale', returnsTexts }) => ({
  pipelineSpecPath: `/home/${outputDirectory}/x.yaml`,
  dslPath: `/home/${outputDirectory}/x.py`,
  ...(returnsTexts && { pipelineSpec: 'a: 1', dsl: 'a = 1' }),
  diagnostics: []
});

for (const folder of ['.kale', 'out']) {
  test(`the files of a compiled pipeline can be opened and downloaded, in ${folder}`, async () => {
    const { lab, kale, panel, Notification, files } = situation(({ argument }) => compiled(argument));
    await compile(lab, services, { kale, panel, settings: settings(folder === 'out' ? 'out' : undefined) });
    assert.deepEqual(Notification.texts, [`Compiled the pipeline to ${folder}/x.yaml`]);
    const labels = Notification.toasts[0].actions.map(({ label }) => label);
    assert.deepEqual(labels, ['Open YAML', 'Download YAML']);
    assert.deepEqual(files, [
      `${folder}/x.yaml`,
      'Open YAML',
      'Download YAML',
      'Open Python',
      'Download Python'
    ]);
  });
}

test('a path outside of the folder that Jupyter serves is told whole', async () => {
  const { lab, kale, panel, Notification } = situation(({ argument }) => compiled(argument));
  await compile(lab, services, { kale: { ...kale, rootURI: 'file:///home/a%20b' }, panel, settings: settings() });
  assert.deepEqual(Notification.texts, ['Compiled the pipeline to /home/.kale/x.yaml']);
});

test('errors in the way are counted, until the notebook compiles', async () => {
  const diagnostics = [{ severity: 1 }, { severity: 2 }, { severity: 1 }];
  const answers = [{ pipelineSpecPath: null, dslPath: null, diagnostics }, compiled({})];
  const { lab, kale, panel, Notification } = situation(() => answers.shift());
  await compile(lab, services, { kale, panel, settings: settings() });
  assert.deepEqual(Notification.texts, ['The pipeline was not compiled: the notebook has 2 errors.']);
  await compile(lab, services, { kale, panel, settings: settings() });
  assert.deepEqual(Notification.texts, ['Compiled the pipeline to .kale/x.yaml']);
});

test('a run shows its output and how far it is', async () => {
  const { lab, kale, panel, Notification, output } = situation(({ argument, workDoneToken, notified }) => {
    const progress = { token: workDoneToken, value: { kind: 'report', message: 'load', percentage: 50 } };
    notified.emit({ method: '$/progress', params: progress });
    notified.emit({ method: '$/progress', params: { token: 'other', value: { message: 'no' } } });
    notified.emit({ method: 'kale/runOutput', params: { uri: argument.uri, text: 'loaded' } });
    notified.emit({ method: 'kale/runOutput', params: { uri: 'other', text: 'no' } });
    assert.equal(kale.activities.describe(kale.notebook), 'Running the pipeline: load (50 %)');
    return { succeeded: true, tasks: [{ name: 'load', state: 'succeeded' }] };
  });
  await run(lab, kale, panel);
  assert.deepEqual(output, ['- Run', 'loaded', 'load: succeeded']);
  assert.deepEqual(Notification.texts, ['The pipeline succeeded.']);
  assert.equal(kale.activities.describe(kale.notebook), null);
});

test('a second run keeps what the first has printed', async () => {
  const { lab, kale, panel, output } = situation(() => ({ succeeded: true, tasks: [] }));
  await run(lab, kale, panel);
  await run(lab, kale, panel, { step: 'load' });
  await run(lab, kale, panel, { until: 'load' });
  assert.deepEqual(output, ['- Run', '- Run of step load', '- Run to step load']);
});

test('a run with parameters says which', async () => {
  const { lab, kale, panel, output } = situation(({ argument }) => {
    assert.deepEqual(argument.parameters, { rate: '0.5', title: 'x' });
    return { succeeded: true, tasks: [] };
  });
  await run(lab, kale, panel, { parameters: { rate: '0.5', title: 'x' } });
  await run(lab, { ...kale, notebook: null }, panel, { parameters: { rate: '0.5', title: 'x' } }, kale.notebook);
  assert.deepEqual(output, ['- Run with rate = 0.5, title = x', '- Run with rate = 0.5, title = x']);
});

test('a run is stopped, which is no failure', async () => {
  const { lab, kale, panel, Notification, output } = situation(async ({ signal }) => {
    stop(kale);
    assert.ok(signal.aborted);
    throw new ResponseError(-32800, 'The request was canceled.');
  });
  await run(lab, kale, panel);
  assert.deepEqual(Notification.texts, ['The run was stopped.']);
  assert.deepEqual(output, ['- Run', 'The run was stopped.']);
  assert.equal(kale.runs.size, 0);
});

test('that a run was stopped is in its output once', async () => {
  const { lab, kale, panel, Notification, output } = situation(async ({ notified }) => {
    kale.notebook.run = { state: 'stopped', steps: [] };
    notified.emit({ method: 'kale/runOutput', params: { uri: kale.notebook.uri, text: 'Stopped.' } });
    stop(kale);
    throw new ResponseError(-32800, 'The request was canceled.');
  });
  await run(lab, kale, panel);
  assert.deepEqual(Notification.texts, ['The run was stopped.']);
  assert.deepEqual(output, ['- Run', 'Stopped.']);
});

test('a run that fails says why, whole where there is room for it', async () => {
  const text = `Step load failed. ${'It is long. '.repeat(30)}`;
  const { lab, kale, panel, Notification, output } = situation(() => ({ succeeded: false, text, tasks: [] }));
  await run(lab, kale, panel);
  assert.deepEqual(Notification.texts, ['The pipeline failed.']);
  const labels = Notification.toasts[0].actions.map(({ label }) => label);
  assert.deepEqual(labels, ['Show', 'Show Message']);
  assert.equal(output.at(-1), `The pipeline failed. ${text}`.trim());
});

for (const outcome of ['fails', 'is refused']) {
  test(`nothing is shown as in progress when a run ${outcome}`, async () => {
    const { lab, kale, panel, Notification } = situation(async () => {
      await new Promise(resolve => setTimeout(resolve, 320));
      if (outcome === 'fails') return { succeeded: false, tasks: [] };
      throw new ResponseError(-32803, 'Python has no `kfp`.');
    });
    await run(lab, kale, panel).catch(() => {});
    assert.ok(Notification.toasts.every(({ type }) => type !== 'in-progress'));
    assert.equal(kale.activities.describe(kale.notebook), null);
    assert.equal(kale.runs.size, 0);
  });
}

test('fixes are told', async () => {
  for (const [fixes, message] of [
    [[], 'Kale: no safe fixes available.'],
    [['Change `a`', 'Remove b'], 'Kale: Change a; Remove b.']
  ]) {
    const { lab, kale, Notification } = situation(() => ({ fixes }));
    await fixAll(lab, kale);
    assert.deepEqual(Notification.texts, [message]);
  }
});

test('a report that Jupyter serves is opened by it', async () => {
  const { lab, kale } = situation(() => assert.fail('the server is asked'));
  const opened = [];
  const documents = { openOrReveal: path => opened.push(path) };
  await openReport(lab, { ...services, documents }, kale, 'file:///home/out%20put/r.html');
  assert.deepEqual(opened, ['out put/r.html']);
});

test('a run goes on while its notebook is closed and opened again', async () => {
  const { lab, kale, panel } = situation(async () => {
    assert.ok(kale.runs.has('file:///home/x.ipynb#w'));
    kale.notebook = { ...kale.notebook };
    stop(kale);
    throw new ResponseError(-32800, 'The request was canceled.');
  });
  await run(lab, kale, panel);
  assert.equal(kale.runs.size, 0);
});
