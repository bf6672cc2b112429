'use strict';

/**
 * Forms of cells and of the pipeline, as the server describes them. The server knows what fields there are, what can be
 * chosen, and what is wrong with a value; nothing here knows a field by its meaning but the three that begin a step.
 */

/** @typedef {{ value: string, label: string, detail?: string }} Choice */
/**
 * @typedef {object} StepChoice
 * @property {string} name
 * @property {number} index the place of the step in the pipeline's order
 * @property {boolean} chosen
 * @property {string[]} names what the step takes from it
 * @property {string} [impossible] why it cannot be chosen
 */
/** @typedef {{ message: string, severity: number, code?: string }} Problem */
/**
 * @typedef {object} Field
 * @property {string} id
 * @property {string} label
 * @property {string} group `main` is always shown
 * @property {'choice' | 'text' | 'number' | 'toggle' | 'steps' | 'pairs' | 'list'} kind
 * @property {any} value null where nothing is set
 * @property {string} [placeholder] what holds where nothing is set
 * @property {Choice[]} [choices]
 * @property {StepChoice[]} [steps]
 * @property {Field[]} [columns]
 * @property {string} [help]
 * @property {Problem} [problem]
 */
/** @typedef {{ kind: 'cell' | 'pipeline', cell?: number, title: string, fields: Field[] }} Form */
/** @typedef {{ uri: string, cell?: number }} FormAddress what the server finds a form by */
/** @typedef {{ [id: string]: any }} Changes by the ids of fields; null unsets a field */
/** @typedef {{ problems: { field: string, message: string }[], fields: Field[] }} Check */

/** The role of a cell that begins or continues a step. */
const STEP_ROLE = 'step';

/** The field that says what a cell is, and those of a step that are asked for first. */
const ROLE = 'role';
const NAME = 'name';
const PREVIOUS = 'previous';

/**
 * Fields as they came, without what is null: JSON says so of what is absent. A value that is null is not set.
 *
 * @param {readonly any[]} fields
 * @returns {Field[]}
 */
function withoutNulls(fields) {
  return fields.map((field) => {
    const present = Object.entries(field).filter(([key, value]) => value !== null || key === 'value');
    const result = /** @type {Field} */ ({ value: null, ...Object.fromEntries(present) });
    return result.columns === undefined ? result : { ...result, columns: withoutNulls(result.columns) };
  });
}

/**
 * @param {readonly Field[]} fields
 * @param {string} id
 */
function fieldOf(fields, id) {
  return fields.find((field) => field.id === id);
}

/**
 * The value of a field in a few words.
 *
 * @param {Field} field
 * @returns {string} what holds where nothing is set; empty if the server does not say
 */
function describeValue({ kind, value, placeholder = '', choices = [], steps = [] }) {
  if (kind === 'steps') {
    const chosen = steps.filter((step) => step.chosen).map(({ name }) => name);
    return chosen.length === 0 ? placeholder || 'no steps' : chosen.join(', ');
  }
  if (value === null || value === undefined || value.length === 0) return placeholder;
  if (kind === 'toggle') return value ? 'on' : 'off';
  if (kind === 'pairs') return value.map((/** @type {any} */ pair) => `${pair.key}=${pair.value}`).join(', ');
  if (kind === 'list') return value.map((/** @type {any} */ row) => describeRow(row)).join(', ');
  return choices.find((choice) => choice.value === value)?.label ?? String(value);
}

/** @param {string | { [id: string]: unknown }} row */
function describeRow(row) {
  if (typeof row === 'string') return row;
  return Object.values(row).filter((value) => value !== null && value !== '').join(' ');
}

/**
 * The steps that are ticked when a person is asked: those that are chosen, and where none is, those whose data the
 * step needs.
 *
 * @param {readonly StepChoice[]} steps
 * @returns {string[]} their names
 */
function tickedSteps(steps) {
  const chosen = steps.filter((step) => step.chosen);
  const needed = steps.filter((step) => step.names.length > 0 && step.impossible === undefined);
  return (chosen.length > 0 ? chosen : needed).map(({ name }) => name);
}

/**
 * A text that a person typed, as the value of a field.
 *
 * @param {Field} field
 * @param {string} text
 * @returns {string | number | null} null for nothing; a text that is not a number stays one, and the server rejects it
 */
function typedValue({ kind }, text) {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  return kind === 'number' && Number.isFinite(Number(trimmed)) ? Number(trimmed) : trimmed;
}

/**
 * A text of the server for what shows plain text: it has code in backticks.
 *
 * @param {string} text
 */
function plain(text) {
  return text.replaceAll('`', '');
}

/**
 * @param {Check} check
 * @param {string} id
 * @returns {string | undefined} what is wrong with a field, or else with the others
 */
function problemOf({ problems }, id) {
  const problem = problems.find(({ field }) => field === id) ?? problems[0];
  return problem === undefined ? undefined : plain(problem.message);
}

module.exports = {
  NAME, PREVIOUS, ROLE, STEP_ROLE, describeValue, fieldOf, plain, problemOf, tickedSteps,
  typedValue, withoutNulls,
};
