import { isEqual } from '../../notebook/isEqual.js';
import { element } from '../element.js';

/** How many steps that are neither chosen nor needed are shown as chips; the others are in a list. */
const MOST_OTHERS = 8;

/**
 * Steps to choose from, in their colours. Those that the data needs are ticked before anything is chosen, and are set
 * with the first change, or by a button.
 *
 * @param {() => Map<string, number>} hues of the steps
 * @returns {import('./controls.js').Control}
 */
export function stepsControl(_, on, hues) {
  const node = element('div.kale-Chips', { role: 'group' });
  const state = { steps: [], ticked: new Set(), isProposal: false, shown: null };
  const get = () => state.steps.map(({ name }) => name).filter(name => state.ticked.has(name));
  const toggle = (name, isOn) => {
    if (isOn) state.ticked.add(name);
    else state.ticked.delete(name);
    on.commit(get());
  };
  const draw = () => {
    const { near, far } = split(state);
    const shown = { near, far, isProposal: state.isProposal, hues: near.map(({ name }) => hues().get(name)) };
    // Drawn again, a chip would lose the key that is being pressed on it.
    if (!isEqual(state.shown, shown)) {
      state.shown = shown;
      drawAgain(shown);
    }
    for (const input of node.querySelectorAll('input')) tick(input, state.ticked.has(input.dataset.step));
  };
  const drawAgain = ({ near, far, isProposal, hues }) => {
    const focused = document.activeElement?.dataset?.step;
    const hadFocus = node.contains(document.activeElement);
    const chips = near.map((step, index) => chip(step, hues[index], toggle));
    const rest = far.length > 0 ? [list(far, toggle)] : [];
    const missing = isProposal ? [setButton(() => on.commit(get()))] : [];
    const none = near.length + far.length === 0 ? [element('span.kale-Field-none', {}, 'No other steps')] : [];
    node.replaceChildren(...chips, ...rest, ...missing, ...none);
    if (!hadFocus) return;
    const inputs = [...node.querySelectorAll('input')];
    (inputs.find(({ dataset }) => dataset.step === focused) ?? inputs[0])?.focus();
  };
  return {
    node,
    isGroup: true,
    get focusable() {
      return node.querySelector('input, select, button') ?? node;
    },
    set: ({ steps }) => {
      const chosen = steps.filter(step => step.chosen);
      const needed = steps.filter(step => step.names.length > 0 && !step.impossible);
      const isProposal = chosen.length === 0 && needed.length > 0;
      const ticked = new Set((isProposal ? needed : chosen).map(({ name }) => name));
      Object.assign(state, { steps, ticked, isProposal });
      draw();
    },
    get
  };
}

/** The steps that are shown as chips, and those that are in the list. */
function split({ steps, ticked }) {
  const isMain = ({ name, names }) => ticked.has(name) || names.length > 0;
  const others = steps.filter(step => !isMain(step) && !step.impossible);
  // The last ones are the nearest: a step mostly runs after one just above it.
  const shown = new Set(others.slice(-MOST_OTHERS));
  const near = steps.filter(step => isMain(step) || shown.has(step));
  const far = others.filter(step => !shown.has(step));
  return { near: near.map(withoutChoice), far: far.map(withoutChoice) };
}

function chip({ name, names, impossible }, hue, toggle) {
  const input = element('input', { type: 'checkbox', dataset: { step: name } });
  if (impossible) input.dataset.isImpossible = 'true';
  input.addEventListener('change', () => toggle(name, input.checked));
  const data = names.length > 0 ? `takes ${names.join(', ')} from it` : '';
  const label = element('label.kale-Chip', { title: impossible ?? data }, input, element('span', {}, name));
  if (data) label.append(element('span.kale-Chip-data', {}, ` (${names.join(', ')})`));
  if (hue !== undefined) label.style.setProperty('--kale-hue', hue);
  input.setAttribute('aria-label', [name, impossible ?? data].filter(Boolean).join(', '));
  return label;
}

/** A step that cannot be chosen can only be taken away. */
function tick(input, isTicked) {
  input.checked = isTicked;
  input.disabled = input.dataset.isImpossible !== undefined && !isTicked;
  input.closest('.kale-Chip').classList.toggle('kale-mod-ticked', isTicked);
}

/** What of a step decides how its chip looks, except for the tick. */
function withoutChoice({ name, names, impossible }) {
  return { name, names, impossible };
}

function list(steps, toggle) {
  const options = steps.map(({ name }) => element('option', { textContent: name, value: name }));
  const select = element(
    'select.kale-Form-input.kale-Chips-more',
    { ariaLabel: 'Add another step' },
    element('option', { textContent: 'Add…', value: '' }),
    ...options
  );
  select.addEventListener('change', () => {
    if (select.value !== '') toggle(select.value, true);
  });
  return select;
}

function setButton(action) {
  const button = element('button.kale-Form-button', { type: 'button', textContent: 'Set', title: 'Set what the data needs' });
  button.addEventListener('click', action);
  return button;
}
