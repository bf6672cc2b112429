import assert from 'node:assert/strict';
import { test } from 'node:test';

import { registerCommands } from '../labextension/static/view/commands.js';

/** JupyterLab's registry of commands and its palette, and what the server was asked to do. */
function situation({ accepts }) {
  const commands = new Map();
  const palette = [];
  const asked = [];
  const executed = [];
  const notebook = {
    uri: 'file:///home/x.ipynb#w',
    isKale: true,
    owns: () => true,
    execute: async command => {
      executed.push(command);
      return { succeeded: true, tasks: [], pipelineSpecPath: '/home/x.yaml', dslPath: '/home/x.py', fixes: [] };
    }
  };
  const Notification = { success() {}, info() {}, error: message => assert.fail(message) };
  const Dialog = { cancelButton: () => ({ accept: false }), warnButton: ({ label }) => ({ label, accept: true }) };
  const showDialog = async dialog => {
    asked.push(dialog);
    return { button: dialog.buttons[accepts ? 1 : 0] };
  };
  const lab = { apputils: { Notification, Dialog, showDialog } };
  const services = {
    app: { commands: { addCommand: (id, options) => commands.set(id, options) } },
    palette: { addItem: item => palette.push(item) }
  };
  const kale = { notebook, rootURI: '', notified: { connect: () => () => {} }, server: { hasCommand: () => true } };
  const panel = { show() {}, startOutput() {}, addOutput() {} };
  registerCommands(lab, services, { kale, panel, settings: { outputDirectory: async () => '' } });
  return { execute: (id, args = {}) => commands.get(id).execute(args), palette, asked, executed };
}

const OUTSIDE = [
  ['kale-lsp:compile', 'kale.compile', 'Compile Pipeline', /writes/],
  ['kale-lsp:run', 'kale.run', 'Run Pipeline on This Machine', /runs the code of this notebook/]
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
