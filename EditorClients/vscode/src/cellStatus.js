'use strict';

const vscode = require('vscode');
const { isTold } = require('./documents');
const { NOTEBOOK_TYPE } = require('./logic/documents');
const { describeCell } = require('./logic/outline');

/** Says below each cell of a pipeline what the cell is and what it runs after; a click changes it. */
class CellStatus {
  /** @param {import('./outlineStore').OutlineStore} outlines */
  constructor(outlines) {
    this.outlines = outlines;
    const didChange = /** @type {vscode.EventEmitter<void>} */ (new vscode.EventEmitter());
    this.onDidChangeCellStatusBarItems = didChange.event;
    const change = () => didChange.fire();
    this.subscriptions = [
      didChange,
      outlines.didChange.event(change),
      outlines.server.didChangeState.event(change),
      vscode.notebooks.registerNotebookCellStatusBarItemProvider(NOTEBOOK_TYPE, this),
    ];
  }

  /** @param {vscode.NotebookCell} cell */
  async provideCellStatusBarItems(cell) {
    if (!isTold(cell.notebook)) return [];
    const outline = await this.outlines.outlineIfKnown(cell.notebook.uri.toString());
    const uri = cell.document.uri.toString();
    const described = outline?.isKaleNotebook ? outline.cells.find((each) => each.uri === uri) : undefined;
    return described === undefined ? [] : [this.item(cell, described)];
  }

  /**
   * @param {vscode.NotebookCell} cell
   * @param {import('./logic/outline').CellOutline} outline
   */
  item(cell, outline) {
    const { text, after, tooltip } = describeCell(outline);
    const item = new vscode.NotebookCellStatusBarItem(
      `$(type-hierarchy) ${text}${after}`, vscode.NotebookCellStatusBarAlignment.Left);
    item.tooltip = [...tooltip, 'Click to change'].join('\n');
    item.accessibilityInformation = { label: `Kale: ${tooltip.join(', ')}`, role: 'button' };
    item.command = { command: 'kaleLsp.setRole', title: 'Set Role of Cell…', arguments: [cell] };
    return item;
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

module.exports = { CellStatus };
