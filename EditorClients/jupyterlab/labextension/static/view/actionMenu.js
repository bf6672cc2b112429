import { actionGroups } from '../notebook/actionGroups.js';
import { plainText } from '../notebook/plainText.js';
import { notify } from './notify.js';

/** The kinds of action in the menu. Compiling is not among them: that is a command of its own here. */
const KINDS = ['quickfix', 'refactor', 'source.fixAll', 'source.kale.migrate'];

/** The menu of what can be done with a cell, filled by the server each time it is opened. */
export class ActionMenu {
  #lab;
  #kale;

  constructor(lab, kale) {
    this.#lab = lab;
    this.#kale = kale;
  }

  /** Opens the menu of a cell's widget, below its bar; without one below the cell's top. */
  async open(cell) {
    const { notebook, uri } = this.#kale.find(cell.model.sharedModel);
    const lines = cell.model.sharedModel.getSource().split('\n');
    const range = {
      start: { line: 0, character: 0 },
      end: { line: lines.length - 1, character: lines[lines.length - 1].length }
    };
    const actions = await notebook.codeActions(uri, range, KINDS);
    const anchor = (
      cell.node.querySelector('.kale-Bar:not(.lm-mod-hidden)') ?? cell.node
    ).getBoundingClientRect();
    this.#show(actions, notebook, anchor);
  }

  #show(actions, notebook, anchor) {
    const { CommandRegistry } = this.#lab.commands;
    const { Menu } = this.#lab.widgets;
    const commands = new CommandRegistry();
    const menu = new Menu({ commands });
    menu.addClass('kale-ActionMenu');
    for (const [index, group] of actionGroups(actions).entries()) {
      if (index > 0) menu.addItem({ type: 'separator' });
      for (const action of group) menu.addItem({ command: this.#command(commands, notebook, action) });
    }
    if (actions.length === 0) {
      commands.addCommand('none', { label: 'No actions available', isEnabled: () => false, execute: () => {} });
      menu.addItem({ command: 'none' });
    }
    const restoreFocus = this.#kale.focusKeeper();
    menu.aboutToClose.connect(() =>
      setTimeout(() => {
        menu.dispose();
        restoreFocus();
      })
    );
    menu.open(anchor.right - 40, anchor.bottom, { horizontalAlignment: 'right' });
    // The likeliest action is first: Enter chooses it.
    menu.activateNextItem();
  }

  #command(commands, notebook, action) {
    const id = `action-${commands.listCommands().length}`;
    commands.addCommand(id, {
      label: plainText(action.title),
      className: action.isPreferred ? 'kale-mod-preferred' : '',
      execute: () =>
        notebook.perform(action).catch(error => notify(this.#lab, 'error', `Kale: ${error.message}`))
    });
    return id;
  }
}
