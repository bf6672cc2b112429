import { plainText } from '../../notebook/plainText.js';
import { severityOf } from '../../notebook/problems.js';
import { element } from '../element.js';
import { icon } from '../icons.js';
import { inlineCode } from '../inlineCode.js';
import { choiceControl, defaultInWords, linesControl, newID, textControl } from './controls.js';
import { rowsControl } from './rows.js';
import { stepsControl } from './stepChips.js';

/** A field of a form: its label, its control, what it means, and what is wrong with its value. */
export class FieldView {
  node;
  #control;
  #label;
  #help = element('p.kale-Field-help', { id: newID() });
  #problem = element('p.kale-Field-problem', { id: newID(), ariaLive: 'polite' });
  #field = null;
  /** What is wrong with the value that is being typed. */
  #rejection = null;

  /**
   * @param {object} field of the server's
   * @param {import('./controls.js').Listener} on
   * @param {() => Map<string, number>} hues of the steps
   */
  constructor(field, on, hues) {
    this.kind = field.kind;
    this.#control = makeControl(field, on, hues);
    this.#label = element('label.kale-Field-label');
    this.node = element(
      'div.kale-Field',
      { dataset: { field: field.id, kind: field.kind } },
      this.#label,
      element('div.kale-Field-control', {}, this.#control.node, this.#problem),
      this.#help
    );
    this.#problem.hidden = true;
    this.#name();
  }

  get value() {
    return this.#control.get();
  }

  /** Shows a field as the server has it. */
  show(field) {
    this.#field = field;
    this.#label.textContent = field.label;
    const chosen = field.kind === 'choice' ? field.choices.find(({ value }) => value === field.value)?.detail : '';
    const help = [defaultInWords(field), field.help ?? chosen ?? ''].filter(Boolean);
    this.#help.replaceChildren(...inlineCode(help.join(' ')));
    this.#help.hidden = this.#help.textContent === '';
    this.#control.set(field);
    this.#name();
    this.#showProblem();
  }

  /** Says why the value that is typed cannot be set; null if it can. */
  reject(message) {
    this.#rejection = message;
    this.#showProblem();
  }

  /** Shows again what is set. @returns {boolean} whether anything else was shown */
  reset() {
    this.#rejection = null;
    this.#showProblem();
    return this.#control.reset?.() ?? false;
  }

  focus() {
    const { focusable } = this.#control;
    focusable.focus();
    focusable.select?.();
  }

  /** Ties the label and the texts to the control for screen readers; of several controls, to their group. */
  #name() {
    const { node, focusable, isGroup = false } = this.#control;
    const named = isGroup ? node : focusable;
    if (named.id === '') named.id = newID();
    if (isGroup) named.ariaLabel = this.#label.textContent;
    else this.#label.htmlFor = named.id;
    named.setAttribute('aria-describedby', `${this.#problem.id} ${this.#help.id}`);
  }

  #showProblem() {
    const own = this.#field?.problem;
    const problem = this.#rejection === null ? own : { message: this.#rejection, severity: 1 };
    this.#problem.hidden = !problem;
    const { node, focusable, isGroup = false } = this.#control;
    (isGroup ? node : focusable).setAttribute('aria-invalid', `${problem?.severity === 1}`);
    if (!problem) {
      this.#problem.replaceChildren();
      return;
    }
    const text = element('span', {}, ...inlineCode(problem.message));
    if (this.#problem.textContent === plainText(problem.message)) return;
    this.#problem.dataset.severity = severityOf(problem);
    this.#problem.replaceChildren(icon(severityOf(problem)), text);
  }
}

function makeControl(field, on, hues) {
  switch (field.kind) {
    case 'choice':
    case 'toggle':
      return choiceControl(field, on);
    case 'steps':
      return stepsControl(field, on, hues);
    case 'pairs':
      return rowsControl(field, on);
    case 'list':
      return field.columns.length > 0 ? rowsControl(field, on) : linesControl(field, on);
    default:
      return textControl(field, on);
  }
}
