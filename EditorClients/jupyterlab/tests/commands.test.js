import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Activities } from '../labextension/static/notebook/activities.js';
import { registerCommands } from '../labextension/static/view/commands.js';
import { Notifications } from './notifications.js';

/** JupyterLab's registry of commands and its palette, and what the server was asked to do. */
function situation({ accepts, failure }) {
  const commands = new Map();
  const keyBindings = [];
  const palette = [];
  const asked = [];
  const executed = [];
  const given = [];
  const notebook = {
    uri: 'file:///home/x.ipynb#w',
    isKale: true,
    run: null,
    endQuiet() {},
    owns: () => true,
    execute: async (command, [argument]) => {
      if (failure !== undefined) throw new Error(failure);
      executed.push(command);
      given.push(argument);
      return { succeeded: true, tasks: [], pipelineSpecPath: '/home/x.yaml', dslPath: '/home/x.py', fixes: [] };
    }
  };
  const Notification = new Notifications();
  const Dialog = { cancelButton: () => ({ accept: false }), warnButton: ({ label }) => ({ label, accept: true }) };
  const showDialog = async dialog => {
    asked.push(dialog);
    return { button: dialog.buttons[accepts ? 1 : 0] };
  };
  const lab = { apputils: { Notification, Dialog, showDialog } };
  const services = {
    app: {
      commands: {
        addCommand: (id, options) => commands.set(id, options),
        addKeyBinding: binding => keyBindings.push(binding)
      }
    },
    palette: { addItem: item => palette.push(item) }
  };
  const kale = {
    notebook,
    activeOutline: { step: 'train' },
    rootURI: '',
    notified: { connect: () => () => {} },
    activities: new Activities(),
    runs: new Map(),
    focusKeeper: () => () => {},
    server: { hasCommand: () => true }
  };
  const panel = { show() {}, startOutput() {}, addOutput() {}, showFiles() {} };
  registerCommands(lab, services, { kale, panel, settings: { outputDirectory: async () => '' } });
  const execute = (id, args = {}) => commands.get(id).execute(args);
  return { execute, palette, keyBindings, asked, executed, given, Notification, kale, commands };
}

const OUTSIDE = [
  ['kale-lsp:compile', 'kale.compile', 'Compile Pipeline', /writes/],
  ['kale-lsp:run', 'kale.run', 'Run Pipeline on This Machine', /runs the code of this notebook/],
  ['kale-lsp:run-with-parameters', 'kale.graph', 'Run Pipeline with Parameters', /runs the code of this notebook/]
];

for (const [id, command, title, effect] of OUTSIDE) {
  for (const args of [{}, { chosenByUser: true }, { chosenByUser: '0-0-0-0' }, { isContextMenu: false }]) {
    test(`a button in a notebook that executes ${id} with ${JSON.stringify(args)} asks first`, async () => {
      const refused = situation({ accepts: false });
      await refused.execute(id, args);
      assert.deepEqual(refused.executed, []);
      assert.equal(refused.asked[0].title, `${title}?`);
      assert.match(refused.asked[0].body, effect);
      assert.equal(refused.asked[0].defaultButton, 0);
      const accepted = situation({ accepts: true });
      await accepted.execute(id, args);
      assert.deepEqual(accepted.executed, [command]);
    });
  }

  test(`${id} that is chosen in the palette does not ask`, async () => {
    const { execute, palette, asked, executed } = situation({ accepts: false });
    await execute(id, palette.find(item => item.command === id).args);
    assert.deepEqual([asked, executed], [[], [command]]);
  });
}

test('a command that only edits the notebook does not ask', async () => {
  const { execute, asked, executed } = situation({ accepts: false });
  await execute('kale-lsp:fix-all');
  assert.deepEqual([asked, executed], [[], ['kale.fixAll']]);
});

test('a command that fails says so where it is seen', async () => {
  const { execute, Notification } = situation({ accepts: true, failure: 'The name is taken.' });
  await execute('kale-lsp:fix-all');
  assert.deepEqual(Notification.texts, ['Kale: The name is taken.']);
});

for (const [id, argument] of [
  ['kale-lsp:run-step', { step: 'train' }],
  ['kale-lsp:run-to-here', { until: 'train' }]
]) {
  test(`${id} runs by its key without a question, and asks a button in a notebook`, async () => {
    const { execute, keyBindings, asked, given } = situation({ accepts: false });
    await execute(id, keyBindings.find(({ command }) => command === id).args);
    assert.deepEqual(asked, []);
    assert.deepEqual(given, [{ uri: 'file:///home/x.ipynb#w', ...argument }]);
    await execute(id);
    assert.equal(asked.length, 1);
    assert.equal(given.length, 1);
  });
}

test('a run can be stopped and not started twice', async () => {
  const { commands, kale } = situation({ accepts: true });
  const isEnabled = id => commands.get(id).isEnabled({});
  assert.deepEqual(['kale-lsp:run', 'kale-lsp:run-step', 'kale-lsp:stop'].map(isEnabled), [true, true, false]);
  let isStopped = false;
  kale.runs.set(kale.notebook.uri, () => {
    isStopped = true;
  });
  assert.deepEqual(['kale-lsp:run', 'kale-lsp:run-step', 'kale-lsp:stop'].map(isEnabled), [false, false, true]);
  await commands.get('kale-lsp:stop').execute({});
  assert.ok(isStopped);
});
