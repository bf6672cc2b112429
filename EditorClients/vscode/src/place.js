'use strict';

const vscode = require('vscode');
const { isTold } = require('./documents');
const { TEXT_SELECTOR } = require('./logic/documents');

/**
 * Where the person is: the cell or text that commands are about.
 *
 * @typedef {object} Place
 * @property {string} uri of the cell's document, or of the text
 * @property {string} documentURI of the notebook or text as a whole
 * @property {vscode.Position} position
 * @property {vscode.NotebookDocument} [notebook]
 */

/** @returns {Place | undefined} */
function activePlace() {
  const notebookEditor = vscode.window.activeNotebookEditor;
  if (notebookEditor !== undefined) return isTold(notebookEditor.notebook) ? placeInNotebook(notebookEditor) : undefined;
  const editor = vscode.window.activeTextEditor;
  // The server knows of no other texts: the pipeline spec, for example, which is in front after compiling.
  if (editor === undefined || vscode.languages.match(TEXT_SELECTOR, editor.document) === 0) return undefined;
  return placeInText(editor.document.uri, editor.selection.active);
}

/**
 * @param {vscode.NotebookEditor} editor
 * @returns {Place}
 */
function placeInNotebook({ notebook, selections }) {
  const index = Math.min(selections[0]?.start ?? 0, notebook.cellCount - 1);
  if (index >= 0) return placeOfCell(notebook.cellAt(index));
  return { ...placeInText(notebook.uri, new vscode.Position(0, 0)), notebook };
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
 * @param {vscode.Uri} uri
 * @param {vscode.Position} position
 * @returns {Place}
 */
function placeInText(uri, position) {
  return { uri: uri.toString(), documentURI: uri.toString(), position };
}

/**
 * What VS Code passes to a command of a menu: the cell whose toolbar was used, the notebook editor of the toolbar, or
 * the file of the explorer; and what a link of the extension passes: a URI. The command palette passes nothing.
 *
 * @param {any} argument
 * @returns {Place | undefined} the place that was meant, which need not be the active one
 */
function placeOfMenu(argument) {
  if (argument?.document !== undefined && argument.notebook !== undefined) return placeOfCell(argument);
  const uri = argument?.notebookEditor?.notebookUri ?? argument;
  if (typeof uri !== 'string' && typeof uri?.scheme !== 'string') return undefined;
  const named = typeof uri === 'string' ? vscode.Uri.parse(uri) : vscode.Uri.from(uri);
  const editor = vscode.window.visibleNotebookEditors.find(({ notebook }) => sameURI(notebook.uri, named));
  return editor === undefined ? placeInText(named, new vscode.Position(0, 0)) : placeInNotebook(editor);
}

/**
 * @param {vscode.Uri} one
 * @param {vscode.Uri} other
 */
function sameURI(one, other) {
  return one.toString() === other.toString();
}

/** Remembers the notebook that was active last: with a walkthrough or a graph in front, VS Code has no active one. */
class RecentNotebook {
  constructor() {
    /** @type {vscode.NotebookDocument | undefined} */
    this.notebook = undefined;
    this.remember(vscode.window.activeNotebookEditor);
    this.subscription = vscode.window.onDidChangeActiveNotebookEditor((editor) => this.remember(editor));
  }

  /** @param {vscode.NotebookEditor | undefined} editor */
  remember(editor) {
    if (editor !== undefined && isTold(editor.notebook)) this.notebook = editor.notebook;
  }

  /** The notebook, while it is open and what is in front is neither a notebook nor a text. */
  get current() {
    const { activeNotebookEditor, activeTextEditor } = vscode.window;
    if (activeNotebookEditor !== undefined || activeTextEditor !== undefined) return undefined;
    return this.notebook?.isClosed === false ? this.notebook : undefined;
  }

  /**
   * Brings the notebook to the front.
   *
   * @returns {Promise<Place | undefined>} its selected cell
   */
  async show() {
    const notebook = this.current;
    if (notebook === undefined) return undefined;
    return placeInNotebook(await vscode.window.showNotebookDocument(notebook, { viewColumn: columnOf(notebook) }));
  }

  dispose() {
    this.subscription.dispose();
  }
}

/**
 * The notebook or text in front, or the notebook that something else has taken the place of.
 *
 * @param {RecentNotebook} recent
 * @returns {string | undefined} its URI
 */
function currentDocument(recent) {
  return activePlace()?.documentURI ?? recent.current?.uri.toString();
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

module.exports = { RecentNotebook, activePlace, columnOf, currentDocument, placeInNotebook, placeOfMenu, reveal };
