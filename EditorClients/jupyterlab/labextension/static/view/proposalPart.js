import { ProposalSession } from '../notebook/proposalSession.js';
import { chosenByUser } from './chosenByUser.js';
import { CommandIDs } from './commandIDs.js';
import { element } from './element.js';
import { notify, proposalSubject } from './notify.js';
import { ProposalView } from './proposalView.js';

/** The part of the panel that makes an ordinary notebook a pipeline: an invitation, and then the preview. */
export class ProposalPart {
  node = element('div.kale-ProposalPart');
  #lab;
  #services;
  #kale;
  #invitation;
  /** The proposal that is shown: `{notebook, view}`. */
  #open = null;

  constructor(lab, services, kale) {
    this.#lab = lab;
    this.#services = services;
    this.#kale = kale;
    const button = element('button.jp-Button.kale-Panel-button.kale-mod-main', {
      type: 'button',
      textContent: 'Make This a Pipeline…'
    });
    button.addEventListener('click', () =>
      services.app.commands.execute(CommandIDs.makePipeline, chosenByUser)
    );
    this.#invitation = element(
      'div.kale-Panel-section',
      {},
      element('p.kale-Proposal-intro', {}, 'kale-lsp proposes a step for each cell. You see it all before anything changes.'),
      button
    );
    this.node.append(this.#invitation);
  }

  /** Asks for a proposal for the current notebook and shows it. */
  async open() {
    const { notebook } = this.#kale;
    if (this.#open?.notebook === notebook) {
      this.#open.view.focus();
      return;
    }
    this.#close();
    notebook.beginQuiet();
    const session = new ProposalSession(notebook);
    const view = new ProposalView(session, {
      apply: () => this.#apply(session),
      dismiss: () => this.#dismiss(),
      reveal: cell => this.#kale.revealCell(cell)
    });
    this.#open = { notebook, view };
    this.node.append(view.node);
    this.#kale.changed.emit();
    try {
      await session.load();
    } catch (error) {
      this.#dismiss();
      throw error;
    }
    if (session.proposal !== null) view.focus();
    else {
      this.#dismiss();
      throw new Error('This notebook cannot be a pipeline: it has no Python cells.');
    }
  }

  /** @returns {boolean} whether a proposal for the current notebook is shown, in place of all else */
  update() {
    const { notebook } = this.#kale;
    const isOpen = this.#open !== null && this.#open.notebook === notebook;
    this.#invitation.hidden = isOpen || !this.#kale.canMakePipeline;
    if (this.#open !== null) this.#open.view.node.hidden = !isOpen;
    return isOpen;
  }

  async #apply(session) {
    const { view } = this.#open;
    try {
      await session.apply();
    } catch (error) {
      view.reject(error.message);
      return;
    }
    const { steps } = session.graph;
    await session.notebook.refreshOutline();
    this.#dismiss();
    const count = `${steps.length} ${steps.length === 1 ? 'step' : 'steps'}`;
    const actions = [{ label: 'Compile', callback: () => this.#compile() }];
    const subject = proposalSubject(session.notebook);
    notify(this.#lab, 'success', `The notebook is a pipeline of ${count} now.`, { subject, actions });
    this.node.closest('.kale-Panel')?.querySelector('.kale-Panel-toolbar button')?.focus();
  }

  #compile() {
    this.#services.app.commands.execute(CommandIDs.compile, chosenByUser);
  }

  #dismiss() {
    this.#open?.notebook.endQuiet();
    this.#close();
    this.#kale.changed.emit();
  }

  #close() {
    this.#open?.view.node.remove();
    this.#open = null;
  }
}
