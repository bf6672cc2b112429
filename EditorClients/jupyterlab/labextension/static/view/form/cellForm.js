import { FormSession } from '../../notebook/formSession.js';
import { stepHues } from '../../notebook/hues.js';
import { ErrorCode } from '../../protocol/jsonRPC.js';
import { chosenByUser } from '../chosenByUser.js';
import { CommandIDs } from '../commandIDs.js';
import { element } from '../element.js';
import { notify } from '../notify.js';
import { FormView } from './formView.js';

/** The form of a cell, in the cell and above its code. There is one at a time. */
export class CellForm {
  #lab;
  #services;
  #kale;
  /** `{cell, panel, widget, view}` of the cell whose form is shown. */
  #open = null;

  constructor(lab, services, kale) {
    this.#lab = lab;
    this.#services = services;
    this.#kale = kale;
  }

  /** Shows the form of the active cell, or hides it. */
  async toggle() {
    const { activeCell } = this.#kale;
    const isOpen = this.#open?.cell === activeCell;
    if (isOpen) this.close();
    else await this.#show(activeCell);
  }

  /** Hides the form and gives the focus back to its cell. */
  close() {
    if (this.#open === null) return;
    const { cell, panel, widget, view } = this.#open;
    this.#open = null;
    const hadFocus = widget.node.contains(document.activeElement);
    view.dispose();
    widget.dispose();
    const role = cell.node.querySelector('.kale-Bar-role');
    role?.setAttribute('aria-expanded', 'false');
    if (!hadFocus || panel.isDisposed) return;
    panel.content.mode = 'command';
    if (role !== null && role.offsetParent !== null) role.focus();
    else panel.content.activate();
  }

  async #show(cell) {
    this.close();
    const { panel } = this.#kale;
    const { notebook, uri } = this.#kale.find(cell.model.sharedModel);
    const session = new FormSession(notebook, uri);
    try {
      await session.load();
    } catch (error) {
      session.close();
      if (error.code !== ErrorCode.methodNotFound) throw error;
      await this.#services.app.commands.execute(CommandIDs.editTags);
      return;
    }
    if (session.form === null || cell.isDisposed) {
      session.close();
      throw new Error('This cell cannot be part of a pipeline.');
    }
    this.close();
    const view = new FormView(session, {
      hues: () => stepHues(notebook.outline),
      close: () => this.close(),
      save: () => this.#services.app.commands.execute('docmanager:save'),
      fail: error => notify(this.#lab, 'error', `Kale: ${error.message}`)
    });
    const widget = this.#widget(cell, view, session);
    this.#open = { cell, panel, widget, view };
    cell.disposed.connect(() => {
      if (this.#open?.cell === cell) this.close();
    });
    cell.node.querySelector('.kale-Bar-role')?.setAttribute('aria-expanded', 'true');
    view.focus('name');
    const isNarrow = session.form.fields.every(({ id }) => id !== 'name');
    if (isNarrow) view.focus('role');
    widget.node.scrollIntoView({ block: 'nearest' });
  }

  #widget(cell, view, session) {
    const widget = new this.#lab.widgets.Widget({ node: element('div.kale-CellForm') });
    const close = this.#button('Done', 'Close the form (Escape)', () => this.close());
    const tags = this.#button('Edit Tags…', 'Edit the tags as text', () => {
      this.close();
      this.#services.app.commands.execute(CommandIDs.editTags, chosenByUser);
    });
    const foot = element('div.kale-Form-foot', {}, tags, close);
    view.node.append(foot);
    widget.node.append(view.node);
    session.changed.connect(() => {
      if (session.form === null) this.close();
    });
    cell.layout.insertWidget(0, widget);
    // The layout does not know what other extensions have added to the top of the cell.
    cell.node.querySelector('.kale-Bar')?.after(widget.node);
    return widget;
  }

  #button(textContent, title, action) {
    const button = element('button.kale-Form-button', { type: 'button', textContent, title });
    button.addEventListener('click', action);
    return button;
  }
}
