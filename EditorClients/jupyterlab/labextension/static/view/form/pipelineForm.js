import { FormSession } from '../../notebook/formSession.js';
import { stepHues } from '../../notebook/hues.js';
import { CommandIDs } from '../commandIDs.js';
import { element } from '../element.js';
import { notify } from '../notify.js';
import { FormView } from './formView.js';

/** The form of the pipeline in the panel, which is asked for when it is opened. */
export class PipelineForm {
  node;
  #lab;
  #services;
  #body = element('div');
  #notebook = null;
  #view = null;

  constructor(lab, services) {
    this.#lab = lab;
    this.#services = services;
    this.node = element(
      'details.kale-Panel-section.kale-PipelineForm',
      {},
      element('summary.kale-Panel-heading', {}, 'Settings'),
      this.#body
    );
    this.node.addEventListener('toggle', () => this.#update());
  }

  /** Shows the form of a notebook; none for null. */
  show(notebook) {
    this.node.hidden = notebook === null;
    if (notebook === this.#notebook) return;
    this.#notebook = notebook;
    this.#forget();
    this.#update();
  }

  #forget() {
    this.#view?.dispose();
    this.#view = null;
    this.#body.replaceChildren();
  }

  /** When the pipeline runs is no part of the notebook: the server keeps it. */
  #scheduleButton() {
    const button = element('button.jp-Button.kale-Panel-button', { type: 'button', textContent: 'Schedule…' });
    button.addEventListener('click', () => this.#services.app.commands.execute(CommandIDs.schedule));
    return button;
  }

  async #update() {
    const notebook = this.#notebook;
    if (!this.node.open) this.#forget();
    if (!this.node.open || notebook === null || this.#view !== null) return;
    const session = new FormSession(notebook, notebook.uri);
    this.#view = new FormView(session, {
      hues: () => stepHues(notebook.outline),
      close: () => this.node.querySelector('summary').focus(),
      save: () => this.#services.app.commands.execute('docmanager:save'),
      fail: error => notify(this.#lab, 'error', `Kale: ${error.message}`)
    });
    this.#body.replaceChildren(this.#view.node, this.#scheduleButton());
    try {
      await session.load();
    } catch (error) {
      this.#forget();
      this.#body.textContent = error.message;
    }
  }
}
