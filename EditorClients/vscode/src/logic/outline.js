'use strict';

/**
 * What the server tells of a notebook's cells, and how a cell is named to a person.
 */

/**
 * @typedef {object} CellOutline
 * @property {number} cell
 * @property {string} uri
 * @property {{ start: Position, end: Position }} range
 * @property {'step' | 'notebook' | 'imports' | 'functions' | 'pipeline-parameters' | 'pipeline-metrics' | 'skip'
 *   | 'none'} role
 * @property {string | null} step
 * @property {boolean} isContinuation
 * @property {string[]} tags
 * @property {string[]} previous
 * @property {{ name: string, from: string }[]} inputs
 * @property {string[]} outputs
 * @property {string[]} parameters
 * @property {string[]} metrics
 */
/** @typedef {{ line: number, character: number }} Position */
/** @typedef {{ isKaleNotebook: boolean, pipelineName: string | null, cells: CellOutline[] }} NotebookOutline */

const ROLE_TITLES = {
  step: 'Step',
  notebook: 'Notebook',
  imports: 'Imports',
  functions: 'Functions',
  'pipeline-parameters': 'Pipeline parameters',
  'pipeline-metrics': 'Pipeline metrics',
  skip: 'Skipped',
  none: 'Not in a step',
};

/**
 * The cell that a document, and a line where the document holds several cells, belongs to.
 *
 * @param {NotebookOutline} outline
 * @param {string} uri
 * @param {number} line
 * @returns {CellOutline | undefined}
 */
function cellAt(outline, uri, line) {
  return outline.cells.findLast((cell) => cell.uri === uri && cell.range.start.line <= line)
    ?? outline.cells.find((cell) => cell.uri === uri);
}

/**
 * The cell that begins a step: the first with its tag.
 *
 * @param {NotebookOutline} outline
 * @param {string} step
 */
function headOfStep(outline, step) {
  return outline.cells.find((cell) => cell.step === step);
}

/**
 * @param {NotebookOutline} outline
 * @returns {string[]} names of the steps, in the order of the notebook
 */
function stepNames(outline) {
  const names = outline.cells.flatMap((cell) => (cell.role === 'step' && cell.step !== null ? [cell.step] : []));
  return [...new Set(names)];
}

/**
 * Whether a cell is a step. A Kale notebook may have none: Kale's own extension of JupyterLab gives its configuration to
 * every notebook.
 *
 * @param {NotebookOutline} outline
 */
function hasSteps(outline) {
  return outline.cells.some(({ role }) => role === 'step' || role === 'notebook');
}

/**
 * Whether a cell has a role. In a notebook that has only a configuration nothing is told about each cell.
 *
 * @param {NotebookOutline} outline
 */
function hasRoles(outline) {
  return outline.cells.some(({ role }) => role !== 'none');
}

/**
 * What the status bars of the window and of the cell say of a cell.
 *
 * @param {CellOutline} cell
 * @returns {{ text: string, after: string, tooltip: string[] }} the tooltip in lines of plain text; `after` names the
 *   steps before it, for what has room for them
 */
function describeCell(cell) {
  const continued = cell.isContinuation ? ' (continued)' : '';
  const text = `${ROLE_TITLES[cell.role]}${cell.step === null ? '' : ` ${cell.step}`}${continued}`;
  const after = cell.previous.length === 0 || cell.isContinuation ? '' : ` after ${cell.previous.join(', ')}`;
  const lines = [
    text,
    ...listed('Runs after', cell.previous),
    ...listed('Inputs', cell.inputs.map(({ name, from }) => `${name} from ${from}`)),
    ...listed('Outputs', cell.outputs),
    ...listed('Parameters', cell.parameters),
    ...listed('Metrics', cell.metrics),
  ];
  return { text, after, tooltip: lines };
}

/**
 * @param {string} title
 * @param {string[]} items
 */
function listed(title, items) {
  return items.length === 0 ? [] : [`${title}: ${items.join(', ')}`];
}

module.exports = { ROLE_TITLES, cellAt, headOfStep, stepNames, hasSteps, hasRoles, describeCell };
