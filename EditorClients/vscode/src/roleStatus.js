'use strict';

const vscode = require('vscode');
const { cellAt, describeCell } = require('./logic/outline');
const { describeStep, stepOfCell } = require('./logic/runState');
const { activePlace } = require('./place');

/**
 * The item of the status bar that says what the active cell is in the pipeline, and how far the last run of its step is;
 * a click changes the cell.
 */
class RoleStatus {
  /**
   * @param {import('./outlineStore').OutlineStore} outlines
   * @param {import('./runStates').RunStates} runs
   */
  constructor(outlines, runs) {
    this.outlines = outlines;
    this.runs = runs;
    this.item = vscode.window.createStatusBarItem('kale.role', vscode.StatusBarAlignment.Left, 90);
    this.item.name = 'Kale: cell role';
    this.item.command = 'kaleLsp.editCell';
    /** Counts the updates, so that a late answer does not overwrite a newer one. */
    this.updates = 0;
    const update = () => void this.update();
    this.subscriptions = [
      this.item,
      vscode.window.onDidChangeActiveNotebookEditor(update),
      vscode.window.onDidChangeNotebookEditorSelection(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.window.onDidChangeTextEditorSelection(update),
      outlines.didChange.event(update),
      runs.didChange.event(update),
      runs.didTick.event(update),
      outlines.server.didChangeState.event(update),
    ];
  }

  async update() {
    const update = ++this.updates;
    const place = activePlace();
    const outline = place === undefined ? null : await this.outlines.outlineIfKnown(place.documentURI);
    if (update !== this.updates) return;
    const isShown = outline !== null && (outline.isKaleNotebook || place?.notebook !== undefined);
    const cell = isShown && place !== undefined ? cellAt(outline, place.uri, place.position.line) : undefined;
    if (cell === undefined) {
      this.item.hide();
      return;
    }
    const { text, tooltip } = describeCell(cell);
    const run = this.runs.of(String(place?.documentURI));
    const step = run && stepOfCell(run, cell);
    const state = run && step && describeStep(step, run.state);
    const lines = [...tooltip, ...(state === undefined ? [] : [state.tooltip])];
    this.item.text = `$(type-hierarchy) ${text}${state === undefined ? '' : `  ${state.text}`}`;
    this.item.tooltip = [...lines, 'Click to change'].join('\n');
    this.item.accessibilityInformation = { label: `Kale: ${lines.join(', ')}`, role: 'button' };
    this.item.show();
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

module.exports = { RoleStatus };
