'use strict';

const vscode = require('vscode');
const { isTold } = require('./documents');
const { NOTEBOOK_TYPE } = require('./logic/documents');
const { describeCell, hasRoles } = require('./logic/outline');
const { describeError, describeMetrics, describeStep, stepOfCell } = require('./logic/runState');

/**
 * Says below each cell of a pipeline what the cell is and what it runs after; a click changes it. Beside that it says
 * how far the last run of the step is, and what came of it.
 */
class CellStatus {
  /**
   * @param {import('./outlineStore').OutlineStore} outlines
   * @param {import('./runStates').RunStates} runs
   */
  constructor(outlines, runs) {
    this.outlines = outlines;
    this.runs = runs;
    const didChange = /** @type {vscode.EventEmitter<void>} */ (new vscode.EventEmitter());
    this.onDidChangeCellStatusBarItems = didChange.event;
    const change = () => didChange.fire();
    this.subscriptions = [
      didChange,
      outlines.didChange.event(change),
      outlines.server.didChangeState.event(change),
      runs.didChange.event(change),
      runs.didTick.event(change),
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, this),
    ];
  }

  /** @param {vscode.NotebookCell} cell */
  async provideCellStatusBarItems(cell) {
    if (!isTold(cell.notebook)) return [];
    const notebook = cell.notebook.uri.toString();
    const outline = await this.outlines.outlineIfKnown(notebook);
    const uri = cell.document.uri.toString();
    const isPipeline = outline?.isKaleNotebook && hasRoles(outline);
    const described = isPipeline ? outline.cells.find((each) => each.uri === uri) : undefined;
    if (described === undefined) return [];
    const run = this.runs.of(notebook);
    const items = run === undefined ? [] : runItems(run, described);
    return roleItems(cell, described, items);
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/**
 * What the cell is, with what a run says of it. VS Code cuts what a narrow cell has no room for: what the cell runs after
 * comes last then, so that the run can be seen.
 *
 * @param {vscode.NotebookCell} cell
 * @param {import('./logic/outline').CellOutline} outline
 * @param {vscode.NotebookCellStatusBarItem[]} run
 */
function roleItems(cell, outline, run) {
  const { text, after, tooltip } = describeCell(outline);
  const command = { command: 'kaleLsp.editCell', title: 'Edit Cell…', arguments: [cell] };
  const hint = [...tooltip, 'Click to change'];
  const label = tooltip.join(', ');
  if (run.length === 0 || after === '') return [item(`$(type-hierarchy) ${text}${after}`, hint, command, label), ...run];
  return [item(`$(type-hierarchy) ${text}`, hint, command, label), ...run, item(after.trim(), hint, undefined, after.trim())];
}

/**
 * What a run has to say about a cell. How far a step is, its metrics and its report are at its first cell; why it failed
 * is at the cell that raised the error.
 *
 * @param {import('./logic/runState').RunState} run
 * @param {import('./logic/outline').CellOutline} outline
 */
function runItems(run, outline) {
  const step = outline.isContinuation ? undefined : stepOfCell(run, outline);
  const failed = run.steps.find(({ error }) => error?.cell === outline.cell);
  const error = failed?.error ?? (step?.error?.cell === undefined ? step?.error : undefined);
  return [
    ...(step === undefined ? [] : stateItems(run, step)),
    ...(error === undefined ? [] : [errorItem(run.uri, error)]),
    ...(step === undefined ? [] : resultItems(run, step)),
  ];
}

/**
 * @param {import('./logic/runState').RunState} run
 * @param {import('./logic/runState').StepRun} step
 */
function stateItems(run, step) {
  const described = describeStep(step, run.state);
  if (described === undefined) return [];
  const command = { command: 'kaleLsp.showRunOutput', title: 'Show Run Output' };
  return [item(described.text, [described.tooltip, 'Click to show the output'], command)];
}

/**
 * @param {import('./logic/runState').RunState} run
 * @param {import('./logic/runState').StepRun} step
 */
function resultItems(run, step) {
  const metrics = describeMetrics(step.metrics ?? []);
  const command = { command: 'kaleLsp.openReport', title: 'Open Report', arguments: [{ uri: run.uri, step: step.name }] };
  return [
    ...(metrics === '' ? [] : [item(`$(graph) ${metrics}`, [`Metrics of the last run: ${metrics}`])]),
    ...(step.report === undefined ? [] : [item('$(preview) Report', [`Open the report of step ${step.name}`], command)]),
  ];
}

/**
 * @param {string} uri of the notebook
 * @param {{ message: string }} error
 */
function errorItem(uri, { message }) {
  const command = { command: 'kaleLsp.showFailure', title: 'Show Failure', arguments: [{ uri }] };
  return item(`$(error) ${describeError(message)}`, [message, 'Click to go to the line'], command);
}

/**
 * @param {string} text with icons
 * @param {string[]} tooltip its lines
 * @param {vscode.Command} [command]
 * @param {string} [label] for screen readers
 */
function item(text, tooltip, command, label = tooltip[0]) {
  const result = new vscode.NotebookCellStatusBarItem(text, vscode.NotebookCellStatusBarAlignment.Left);
  result.tooltip = tooltip.join('\n');
  result.accessibilityInformation = { label: `Kale: ${label}`, role: command === undefined ? 'note' : 'button' };
  result.command = command;
  return result;
}

module.exports = { CellStatus };
