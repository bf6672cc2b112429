import { stepHues } from '../notebook/hues.js';
import { isEqual } from '../notebook/isEqual.js';
import { countInWords, severityOf } from '../notebook/problems.js';
import { element } from './element.js';
import { graphPicture } from './graphPicture.js';
import { icon } from './icons.js';
import { inlineCode } from './inlineCode.js';
import { roving } from './roving.js';

/** The preview of the pipeline that a notebook becomes: its cells with their roles, a picture, and what would be wrong. */
export class ProposalView {
  node = element('section.kale-Proposal', { ariaLabel: 'Proposed pipeline' });
  #session;
  #actions;
  #name = element('input.kale-Form-input', { type: 'text', id: 'kale-proposal-name', spellcheck: false });
  #cells = element('ol.kale-Proposal-cells', { ariaLabel: 'Cells' });
  #graph = element('div.kale-Proposal-graph');
  #problems = element('ol.kale-Panel-problems');
  #status = element('p.kale-Proposal-status', { role: 'status' });
  #apply;
  /** What is shown of each cell, with its row. */
  #rows = new Map();
  #updateTabs = roving(this.#graph, '.kale-Graph-node');

  /**
   * @param {import('../notebook/proposalSession.js').ProposalSession} session
   * @param {object} actions
   * @param {() => void} actions.apply
   * @param {() => void} actions.dismiss
   * @param {(cell: number) => void} actions.reveal
   * @param {(error: Error) => void} actions.fail
   */
  constructor(session, actions) {
    this.#session = session;
    this.#actions = actions;
    this.#apply = this.#button('Apply', () => actions.apply(), 'kale-mod-main');
    const dismiss = this.#button('Cancel', () => actions.dismiss());
    this.node.append(
      element('h2.kale-Panel-title', {}, 'Make this a pipeline'),
      element('p.kale-Proposal-intro', {}, 'Change what you like. Nothing is written before you apply it.'),
      element('label.kale-Proposal-label', { htmlFor: this.#name.id }, 'Pipeline name'),
      this.#name,
      element('div.kale-Proposal-bar', {}, this.#apply, dismiss, this.#status),
      this.#cells,
      this.#graph,
      this.#problems
    );
    this.#name.addEventListener('change', () => this.#follow(session.setPipelineName(this.#name.value.trim())));
    this.node.addEventListener('keydown', event => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      actions.dismiss();
    });
    session.changed.connect(() => this.#show());
    this.#show();
  }

  focus() {
    this.#name.focus();
    this.#name.select();
  }

  /** Says why the proposal was not applied. */
  reject(message) {
    this.#status.replaceChildren(...inlineCode(message));
    this.#status.dataset.severity = 'error';
  }

  #show() {
    const { proposal } = this.#session;
    this.#apply.disabled = proposal === null;
    if (proposal === null) {
      this.#status.textContent = 'Reading the notebook…';
      return;
    }
    if (document.activeElement !== this.#name) this.#name.value = proposal.pipelineName;
    this.#showCells(proposal.cells, proposal.problems);
    this.#showGraph(proposal.cells);
    this.#showProblems(proposal.problems);
    const steps = this.#session.graph.steps.length;
    const count = countInWords(proposal.problems);
    delete this.#status.dataset.severity;
    const words = `${steps} ${steps === 1 ? 'step' : 'steps'}${count ? `, ${count}` : ''}`;
    if (this.#status.textContent !== words) this.#status.textContent = words;
  }

  #showCells(cells, problems) {
    const errors = problems.filter(problem => severityOf(problem) === 'error');
    const hues = stepHues({ cells });
    const isNew = cells.length !== this.#rows.size || cells.some(({ cell }) => !this.#rows.has(cell));
    if (isNew) this.#rows = new Map(cells.map(cell => [cell.cell, { shown: null, node: element('li') }]));
    for (const cell of cells) {
      const row = this.#rows.get(cell.cell);
      const shown = { ...cell, hue: hues.get(cell.step), errors: errors.filter(error => error.cell === cell.cell) };
      if (isEqual(row.shown, shown)) continue;
      row.shown = shown;
      this.#fill(row.node, shown);
    }
    if (isNew) this.#cells.replaceChildren(...[...this.#rows.values()].map(({ node }) => node));
  }

  #fill(row, { cell, role, step, previous, reason, summary, hue, errors }) {
    const focused = row.contains(document.activeElement) ? document.activeElement.dataset.part : undefined;
    const place = this.#button(`Cell ${cell + 1}`, () => this.#actions.reveal(cell), 'kale-Proposal-place');
    const parts = [this.#roleOf(cell, role)];
    if (role === 'step') parts.push(this.#nameOf(cell, step));
    const after = role === 'step' && previous.length > 0 ? [`runs after ${previous.join(', ')}`] : [];
    const wrong = errors.map(({ message }) =>
      element(
        'p.kale-Field-problem',
        { dataset: { severity: 'error' } },
        icon('error'),
        element('span', {}, ...inlineCode(message))
      )
    );
    if (wrong.length > 0) {
      wrong[0].id = `kale-proposal-problem-${cell}`;
      parts.at(-1).setAttribute('aria-invalid', 'true');
      parts.at(-1).setAttribute('aria-describedby', wrong[0].id);
    }
    row.dataset.role = role;
    if (hue === undefined) row.style.removeProperty('--kale-hue');
    else row.style.setProperty('--kale-hue', hue);
    row.replaceChildren(
      element('div.kale-Proposal-head', {}, place, element('code', { title: summary }, summary)),
      element('div.kale-Proposal-choice', {}, ...parts),
      ...wrong,
      element('p.kale-Proposal-reason', {}, ...inlineCode([...after, reason].join(' · ')))
    );
    if (focused) row.querySelector(`[data-part='${focused}']`)?.focus();
  }

  #roleOf(cell, role) {
    const { roles } = this.#session;
    const offered = roles.some(({ value }) => value === role) ? roles : [...roles, { value: role, label: role }];
    const options = offered.map(({ value, label, detail = '' }) =>
      element('option', { value, textContent: label, title: detail, selected: value === role })
    );
    const select = element(
      'select.kale-Form-input',
      { ariaLabel: `Role of cell ${cell + 1}`, dataset: { part: 'role' } },
      ...options
    );
    select.addEventListener('change', () => this.#follow(this.#session.setRole(cell, select.value)));
    return select;
  }

  #nameOf(cell, step) {
    const input = element('input.kale-Form-input', {
      type: 'text',
      value: step ?? '',
      spellcheck: false,
      ariaLabel: `Step name of cell ${cell + 1}`,
      dataset: { part: 'name' }
    });
    input.addEventListener('change', () => this.#follow(this.#session.setStep(cell, input.value.trim())));
    return input;
  }

  #showGraph(cells) {
    const hues = stepHues({ cells });
    const { steps, edges } = this.#session.graph;
    const drawn = steps.map(step => ({ ...step, hue: hues.get(step.name) ?? null, state: null, problems: [] }));
    const go = name => this.#actions.reveal(cells.find(({ step }) => step === name).cell);
    this.#graph.hidden = steps.length === 0;
    this.#graph.replaceChildren(graphPicture({ steps: drawn, edges }, go));
    const picture = this.#graph.firstChild;
    const scale = Math.min(1, Math.max(0.7, this.#graph.clientWidth / Number(picture.dataset.width) || 1));
    picture.setAttribute('width', Number(picture.dataset.width) * scale);
    picture.setAttribute('height', Number(picture.dataset.height) * scale);
    this.#updateTabs();
  }

  #showProblems(problems) {
    const items = problems.map(problem => {
      const severity = severityOf(problem);
      const place = problem.cell === undefined || problem.cell === null ? 'Notebook' : `Cell ${problem.cell + 1}`;
      const words = element('span.kale-Panel-place', {}, place);
      const text = element('span', {}, words, ' ', ...inlineCode(problem.message));
      const button = element('button', { type: 'button', dataset: { severity } }, icon(severity), text);
      button.ariaLabel = `${severity}, ${text.textContent}`;
      button.addEventListener('click', () => {
        if (problem.cell !== undefined && problem.cell !== null) this.#actions.reveal(problem.cell);
      });
      return element('li', {}, button);
    });
    this.#problems.hidden = items.length === 0;
    this.#problems.replaceChildren(...items);
  }

  async #follow(change) {
    try {
      await change;
    } catch (error) {
      this.reject(error.message);
    }
  }

  #button(textContent, action, name = undefined) {
    const button = element('button.jp-Button.kale-Panel-button', { type: 'button', textContent });
    if (name !== undefined) button.classList.add(name);
    button.addEventListener('click', action);
    return button;
  }
}
