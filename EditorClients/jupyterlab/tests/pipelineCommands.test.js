import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { Signal } from '../labextension/static/notebook/signal.js';
import { compile, fixAll, run } from '../labextension/static/view/pipelineCommands.js';

/** What is shown: notifications with their texts as they are at last, and the output of the panel. */
function situation(answer) {
  const shown = [];
  const Notification = {
    emit: (message, type, options) => shown.push({ message, type, ...options }) - 1,
    update: ({ id, ...changes }) => Object.assign(shown[id], changes),
    dismiss: id => Object.assign(shown[id], { isDismissed: true })
  };
  for (const type of ['info', 'success', 'error']) {
    Notification[type] = (message, options) => shown.push({ message, type, ...options });
  }
  const notified = new Signal();
  const notebook = {
    uri: 'file:///home/x.ipynb#w',
    owns: uri => uri === notebook.uri,
    execute: (command, [argument], options) => answer({ command, argument, ...options, notified })
  };
  const output = [];
  const panel = { show() {}, startOutput: () => output.splice(0), addOutput: text => output.push(text) };
  const kale = { notebook, notified, rootURI: 'file:///home' };
  return { lab: { apputils: { Notification } }, kale, panel, shown, output };
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

const compiled = folder => ({
  pipelineSpecPath: `/home/${folder}/x.yaml`,
  dslPath: `/home/${folder}/x.py`,
  diagnostics: []
});

test('a compiled pipeline is told, with buttons for files that Jupyter serves', async () => {
  for (const [folder, labels] of [
    ['.kale', []],
    ['out', ['Open YAML', 'Open Python']]
  ]) {
    const { lab, kale, panel, shown } = situation(({ argument }) =>
      compiled(argument.outputDirectory ?? '.kale')
    );
    await compile(lab, services, { kale, panel, settings: settings(folder === 'out' ? 'out' : undefined) });
    assert.equal(shown[0].message, `Compiled the pipeline to /home/${folder}/x.yaml`);
    assert.deepEqual(
      shown[0].actions.map(({ label }) => label),
      labels
    );
  }
});

test('errors in the way are counted', async () => {
  const diagnostics = [{ severity: 1 }, { severity: 2 }, { severity: 1 }];
  const { lab, kale, panel, shown } = situation(() => ({
    pipelineSpecPath: null,
    dslPath: null,
    diagnostics
  }));
  await compile(lab, services, { kale, panel, settings: settings() });
  assert.equal(shown[0].message, 'The pipeline was not compiled: the notebook has 2 errors.');
});

test('a run shows its output and its progress, and can be cancelled', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { lab, kale, panel, shown, output } = situation(
      async ({ argument, workDoneToken, signal, notified }) => {
        const progress = { token: workDoneToken, value: { kind: 'report', message: 'load', percentage: 50 } };
        mock.timers.tick(1000);
        notified.emit({ method: '$/progress', params: progress });
        notified.emit({
          method: '$/progress',
          params: { ...progress, token: 'other', value: { message: 'no' } }
        });
        notified.emit({ method: 'kale/runOutput', params: { uri: argument.uri, text: 'loaded' } });
        notified.emit({ method: 'kale/runOutput', params: { uri: 'other', text: 'no' } });
        shown[0].actions[0].callback();
        assert.ok(signal.aborted);
        return { succeeded: true, tasks: [{ name: 'load', state: 'succeeded' }] };
      }
    );
    await run(lab, kale, panel);
    assert.deepEqual(output, ['loaded', 'load: succeeded']);
    assert.deepEqual(
      shown.map(({ message, progress, isDismissed }) => [message, progress, isDismissed]),
      [
        ['Running the pipeline: load', 0.5, true],
        ['The pipeline succeeded.', undefined, undefined]
      ]
    );
  } finally {
    mock.timers.reset();
  }
});

test('a run that fails says why', async () => {
  const { lab, kale, panel, shown } = situation(() => ({
    succeeded: false,
    text: 'Step load failed.',
    tasks: []
  }));
  await run(lab, kale, panel);
  assert.equal(shown[0].message, 'The pipeline failed. Step load failed.');
});

test('fixes are told', async () => {
  for (const [fixes, message] of [
    [[], 'Kale: no safe fixes available.'],
    [['Change a', 'Remove b'], 'Kale: Change a; Remove b.']
  ]) {
    const { lab, kale, shown } = situation(() => ({ fixes }));
    await fixAll(lab, kale);
    assert.equal(shown[0].message, message);
  }
});
