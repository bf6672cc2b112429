'use strict';

const vscode = require('vscode');
const { cellAt, describeCell } = require('./logic/outline');
const { activePlace } = require('./place');

/** The item of the status bar that says what the active cell is in the pipeline; a click changes it. */
class RoleStatus {
  /** @param {import('./outlineStore').OutlineStore} outlines */
  constructor(outlines) {
    this.outlines = outlines;
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
    this.item.text = `$(type-hierarchy) ${text}`;
    this.item.tooltip = [...tooltip, 'Click to change'].join('\n');
    this.item.accessibilityInformation = { label: `Kale: ${tooltip.join(', ')}`, role: 'button' };
    this.item.show();
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

module.exports = { RoleStatus };
