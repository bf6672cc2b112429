import { Signal } from './signal.js';

/** A proposal of how a notebook becomes a pipeline, as its user changes it, until it is applied or dismissed. */
export class ProposalSession {
  changed = new Signal();
  /** The server's `Proposal`; null before the first answer. */
  proposal = null;
  /** The roles that a cell can have: the choices of the server's form. */
  roles = [];
  #notebook;
  /** What the user has chosen, by the cells' indices: `{cell, role, step?}`. */
  #choices = new Map();
  #pipelineName;
  #questions = 0;

  /** @param {import('./kaleNotebook.js').KaleNotebook} notebook */
  constructor(notebook) {
    this.#notebook = notebook;
  }

  get notebook() {
    return this.#notebook;
  }

  /** Asks for the proposal with what has been chosen. Of answers that overlap, that to the last question counts. */
  async load() {
    this.#questions += 1;
    const question = this.#questions;
    const proposal = await this.#notebook.request('kale/proposal', this.#parameters);
    if (question !== this.#questions) return;
    this.proposal = proposal;
    if (this.roles.length === 0 && proposal?.cells.length > 0) await this.#loadRoles(proposal.cells[0].cell);
    this.changed.emit();
  }

  /** Gives a cell another role. */
  setRole(cell, role) {
    this.#choices.set(cell, { cell, role });
    return this.load();
  }

  /** Gives the step of a cell another name. */
  setStep(cell, step) {
    this.#choices.set(cell, { cell, role: 'step', step });
    return this.load();
  }

  setPipelineName(name) {
    this.#pipelineName = name;
    return this.load();
  }

  /** Makes the notebook the pipeline, as one edit. */
  async apply() {
    await this.#notebook.edit('kale.applyProposal', this.#parameters);
    this.#questions += 1;
  }

  /** The steps, and what they pass on, for a picture. */
  get graph() {
    const { cells = [], edges = [] } = this.proposal ?? {};
    const steps = new Map();
    for (const { step, previous } of cells) {
      if (step && !steps.has(step)) steps.set(step, previous);
    }
    return {
      steps: [...steps].map(([name, previous]) => ({ name, previous })),
      edges: edges.map(({ from, to, names }) => [from, to, names])
    };
  }

  async #loadRoles(cell) {
    const form = await this.#notebook.request('kale/form', { uri: this.#notebook.uri, cell });
    this.roles = form?.fields.find(({ id }) => id === 'role')?.choices ?? [];
  }

  get #parameters() {
    const { uri } = this.#notebook;
    const cells = [...this.#choices.values()];
    return {
      uri,
      ...(cells.length > 0 && { cells }),
      ...(this.#pipelineName !== undefined && { pipelineName: this.#pipelineName })
    };
  }
}
