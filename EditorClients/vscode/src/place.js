'use strict';

const vscode = require('vscode');
const { DOCUMENT_SELECTOR, NOTEBOOK_TYPE } = require('./logic/documents');

/**
 * Where the person is: the cell or text that commands are about.
 *
 * @typedef {object} Place
 * @property {string} uri of the cell's document, or of the text
 * @property {string} documentURI of the notebook or text as a whole
 * @property {vscode.Position} position
 * @property {vscode.NotebookDocument} [notebook]
 */

/**
 * @param {vscode.NotebookCell} [cell] the one whose toolbar the command came from, which need not be the active one
 * @returns {Place | undefined}
 */
function activePlace(cell) {
  if (cell !== undefined) return placeOfCell(cell);
  const notebookEditor = vscode.window.activeNotebookEditor;
  if (notebookEditor?.notebook.notebookType === NOTEBOOK_TYPE) return placeInNotebook(notebookEditor);
  const editor = vscode.window.activeTextEditor;
  // The server knows of no other texts: the pipeline spec, for example, which is in front after compiling.
  if (editor === undefined || vscode.languages.match(DOCUMENT_SELECTOR, editor.document) === 0) return undefined;
  const uri = editor.document.uri.toString();
  return { uri, documentURI: uri, position: editor.selection.active };
}

/**
 * @param {vscode.NotebookEditor} editor
 * @returns {Place}
 */
function placeInNotebook({ notebook, selections }) {
  const index = Math.min(selections[0]?.start ?? 0, notebook.cellCount - 1);
  if (index >= 0) return placeOfCell(notebook.cellAt(index));
  const uri = notebook.uri.toString();
  return { uri, documentURI: uri, position: new vscode.Position(0, 0), notebook };
}

/**
 * @param {vscode.NotebookCell} cell
 * @returns {Place}
 */
function placeOfCell({ document, notebook }) {
  return {
    uri: document.uri.toString(),
    documentURI: notebook.uri.toString(),
    position: new vscode.Position(0, 0),
    notebook,
  };
}

/**
 * Shows a place in the editor that has it: selects the cell of a notebook, or puts the cursor into a text.
 *
 * @param {string} uri of a cell's document, or of a text
 * @param {import('./logic/outline').Position} position
 */
async function reveal(uri, position) {
  for (const notebook of vscode.workspace.notebookDocuments) {
    const cell = notebook.getCells().find(({ document }) => document.uri.toString() === uri);
    if (cell === undefined) continue;
    const range = new vscode.NotebookRange(cell.index, cell.index + 1);
    const editor = await vscode.window.showNotebookDocument(notebook, {
      selections: [range],
      viewColumn: columnOf(notebook),
    });
    editor.revealRange(range, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
    return;
  }
  const { line, character } = position;
  const selection = new vscode.Range(line, character, line, character);
  await vscode.window.showTextDocument(vscode.Uri.parse(uri), { selection });
}

/** @param {vscode.NotebookDocument} notebook */
function columnOf(notebook) {
  return vscode.window.visibleNotebookEditors.find((editor) => editor.notebook === notebook)?.viewColumn;
}

module.exports = { activePlace, reveal };
