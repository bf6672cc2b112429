import { metricValue, runInWords, SIGNS, stateInWords } from '../notebook/runState.js';
import { element } from './element.js';
import { RunOutput } from './runOutput.js';

/** The runs of one notebook in the panel: how far the last one is, its results, and what all of them have printed. */
export class RunView {
  node = element('div.kale-Run');
  #state = element('div.kale-Run-state', { role: 'status' });
  #steps = element('ol.kale-Run-steps');
  #results = element('dl.kale-Run-metrics');
  #output = new RunOutput();
  #actions;
  #shown = null;
  /** The entries of the steps by name, with what is shown besides the time. */
  #entries = new Map();

  /**
   * @param {object} actions
   * @param {(uri: string) => void} actions.openReport
   * @param {(cell: number | undefined, step: string, line: number) => void} actions.reveal
   * @param {(view: HTMLElement) => void} actions.openOutput shows the output in a tab
   */
  constructor(actions) {
    this.#actions = actions;
    const open = element('button.jp-Button.kale-Panel-button', {
      type: 'button',
      textContent: 'Open Output',
      title: 'Show the output in a tab, where lines do not wrap'
    });
    open.addEventListener('click', () => this.#output.open(actions.openOutput));
    const tools = element('div.kale-Panel-toolbar', {}, open);
    this.node.append(this.#state, this.#steps, this.#results, this.#output.node, tools);
    this.showState(null);
  }

  /** Begins the output of a new run below that of the runs before. */
  start(title) {
    this.#output.start(title);
  }

  add(text) {
    this.#output.add(text);
  }

  /** Whether there is anything to see. */
  get isEmpty() {
    return this.#output.isEmpty && this.#shown === null;
  }

  /** Shows what `kale/runState` says; null where it has said nothing. */
  showState(run) {
    const shown = run && JSON.stringify(run);
    if (shown === this.#shown && this.#shown !== null) return;
    this.#shown = shown;
    for (const part of [this.#state, this.#steps, this.#results]) part.hidden = run === null;
    if (run === null) return;
    this.#state.dataset.state = run.state;
    const words = runInWords(run);
    if (this.#state.textContent !== words) this.#state.textContent = words;
    const noted = run.steps.filter(({ state }) => state !== 'waiting');
    this.#showSteps(noted);
    const metrics = run.steps.flatMap(({ name, metrics = [] }) => metrics.map(each => ({ step: name, ...each })));
    this.#results.hidden = metrics.length === 0;
    this.#results.replaceChildren(
      ...metrics.flatMap(({ step, name, value }) => [
        element('dt', { title: `Metric ${name} of step ${step}` }, name),
        element('dd', {}, metricValue(value), ' ', element('span.kale-Run-source', {}, step))
      ])
    );
  }

  /** Entries that say the same stay, apart from the time: a person may be about to press a button in them. */
  #showSteps(steps) {
    const entries = steps.map(step => {
      const says = JSON.stringify({ ...step, elapsed: undefined });
      const before = this.#entries.get(step.name);
      if (before?.says !== says) return [step.name, { says, node: this.#step(step) }];
      const words = before.node.querySelector('.kale-Run-words');
      if (words.textContent !== stateInWords(step)) words.textContent = stateInWords(step);
      return [step.name, before];
    });
    this.#entries = new Map(entries);
    const nodes = entries.map(([, { node }]) => node);
    const isSame = nodes.length === this.#steps.children.length && nodes.every((node, at) => node === this.#steps.children[at]);
    if (!isSame) this.#steps.replaceChildren(...nodes);
  }

  #step(step) {
    const { name, state, reason, report, error } = step;
    const details = element(
      'div.kale-Run-details',
      {},
      element('span.kale-Run-name', {}, name),
      element('span.kale-Run-words', {}, stateInWords(step)),
      ...(reason && state !== 'cached' ? [element('span.kale-Run-words', {}, reason)] : [])
    );
    if (report) {
      const open = () => this.#actions.openReport(report);
      details.append(this.#button('Open Report', `Open the report of step ${name}`, open));
    }
    if (error) {
      const place = error.cell === undefined || error.cell === null ? '' : `Cell ${error.cell + 1}: `;
      const go = () => this.#actions.reveal(error.cell, name, error.line ?? 0);
      details.append(this.#button(`${place}${error.message}`, 'Go to where the step failed', go, 'kale-Run-error'));
    }
    const sign = element('span.kale-Run-sign', { ariaHidden: 'true' }, SIGNS[state] ?? '');
    return element('li', { dataset: { state } }, sign, details);
  }

  #button(text, title, action, name = 'kale-Run-report') {
    const button = element(`button.${name}`, { type: 'button', textContent: text, title });
    button.addEventListener('click', action);
    return button;
  }
}
