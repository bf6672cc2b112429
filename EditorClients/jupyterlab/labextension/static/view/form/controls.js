import { isEqual } from '../../notebook/isEqual.js';
import { element } from '../element.js';

/**
 * Controls of fields, by the kinds of the protocol's fields.
 *
 * @typedef {object} Control
 * @property {HTMLElement} node
 * @property {HTMLElement} focusable what takes the focus, and the label
 * @property {boolean} [isGroup] whether the control consists of several, and the label is that of all
 * @property {(field: object) => void} set shows a field as the server has it
 * @property {() => any} get the value as it stands
 *
 * @typedef {object} Listener
 * @property {(value: any) => void} input a value is being typed
 * @property {(value: any) => void} commit a value has been chosen
 */

let count = 0;
/** An id that no other element has. */
export const newID = () => `kale-form-${++count}`;

/** A text, with the server's proposals if it has any. @returns {Control} */
export function textControl(field, on) {
  const isNumber = field.kind === 'number';
  const proposals = element('datalist', { id: newID() });
  const input = element('input.kale-Form-input', { type: 'text', spellcheck: false, autocomplete: 'off' });
  if (isNumber) input.inputMode = 'decimal';
  input.setAttribute('list', proposals.id);
  let before = '';
  /** The text for which Enter was pressed last. The browser says again that it has changed when the focus leaves it. */
  let entered = null;
  const get = () => (isNumber ? numberOf(input.value) : input.value.trim() || null);
  input.addEventListener('input', () => {
    entered = null;
    on.input(get());
  });
  input.addEventListener('change', event => {
    // Made again, the change would overtake an undo.
    if (event.isTrusted && input.value === entered) return;
    entered = input.value;
    on.commit(get());
  });
  return {
    node: element('div.kale-Form-text', {}, input, proposals),
    focusable: input,
    set: ({ value, placeholder = '', choices }) => {
      input.placeholder = placeholder;
      proposals.replaceChildren(...choices.map(({ value, label }) => element('option', { value, label })));
      const isTyping = document.activeElement === input && input.value !== before;
      before = value === null ? '' : `${value}`;
      if (!isTyping) input.value = before;
    },
    get,
    /** Shows again what is set. @returns whether anything else was shown */
    reset: () => {
      const isChanged = input.value !== before;
      input.value = before;
      return isChanged;
    }
  };
}

function numberOf(text) {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const number = Number(trimmed);
  return Number.isNaN(number) ? trimmed : number;
}

/** One of several values. @returns {Control} */
export function choiceControl(field, on) {
  const select = element('select.kale-Form-input');
  let current = field;
  const values = () => offered(current);
  const get = () => values()[select.selectedIndex]?.value ?? null;
  select.addEventListener('change', () => on.commit(get()));
  openByArrows(select);
  return {
    node: select,
    focusable: select,
    set: next => {
      const isSame = select.options.length > 0 && isEqual(offered(next), values());
      current = next;
      if (!isSame) {
        select.replaceChildren(
          ...values().map(({ label, detail = '' }) => element('option', { textContent: label, title: detail }))
        );
      }
      select.selectedIndex = values().findIndex(({ value }) => isEqual(value, next.value));
    },
    get
  };
}

/** The choices of a field, and that it is not set: unless a choice says so itself. */
function offered({ kind, value, placeholder, choices }) {
  const isYesOrNo = kind === 'toggle' && choices.length === 0;
  const all = isYesOrNo ? YES_OR_NO : choices;
  const isKnown = value === null || all.some(each => each.value === value);
  const known = isKnown ? all : [...all, { value, label: `${value}` }];
  if (known.some(each => each.value === 'none')) return known;
  return [{ value: null, label: unsetLabel(placeholder) }, ...known];
}

/** A list cannot wrap: a default that is too long for it in the panel is said below, see `defaultInWords`. */
const LONGEST_DEFAULT = 16;

function unsetLabel(placeholder) {
  if (!placeholder) return 'Not set';
  return placeholder.length > LONGEST_DEFAULT ? 'Default' : `Default: ${placeholder}`;
}

/** What holds where a choice is not made, if its list does not say it; else nothing. */
export function defaultInWords({ kind, value, placeholder = '' }) {
  const isChoice = kind === 'choice' || kind === 'toggle';
  return isChoice && value === null && placeholder.length > LONGEST_DEFAULT ? `Default: ${placeholder}.` : '';
}

const YES_OR_NO = [
  { value: true, label: 'Yes' },
  { value: false, label: 'No' }
];

/** The arrow keys open the list: in a closed one they would choose, and so write, every value that they pass. */
function openByArrows(select) {
  select.addEventListener('keydown', event => {
    const isArrow = ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'].includes(event.key);
    if (!isArrow || event.altKey || select.showPicker === undefined) return;
    event.preventDefault();
    select.showPicker();
  });
}

/** Texts, one a line. @returns {Control} */
export function linesControl(_, on) {
  const input = element('textarea.kale-Form-input', { rows: 2, spellcheck: false });
  let before = '';
  const get = () => {
    const lines = input.value.split('\n').map(line => line.trim());
    const filled = lines.filter(Boolean);
    return filled.length > 0 ? filled : null;
  };
  input.addEventListener('input', () => on.input(get()));
  input.addEventListener('change', () => on.commit(get()));
  return {
    node: input,
    focusable: input,
    set: ({ value, placeholder = '' }) => {
      input.placeholder = placeholder;
      const isTyping = document.activeElement === input && input.value !== before;
      before = (value ?? []).join('\n');
      if (isTyping) return;
      input.value = before;
      input.rows = Math.min(8, Math.max(2, (value ?? []).length));
    },
    get,
    reset: () => {
      const isChanged = input.value !== before;
      input.value = before;
      return isChanged;
    }
  };
}
