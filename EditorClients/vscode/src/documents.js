'use strict';

const vscode = require('vscode');
const { documentSelector, isEdited } = require('./logic/documents');

/** The schemes of the folders of the workspace: on a virtual file system, that of its files. */
function folderSchemes() {
  return (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri.scheme);
}

/** The documents that the language client sends requests about. */
function currentSelector() {
  return documentSelector(folderSchemes());
}

/**
 * Whether the server is told of a notebook.
 *
 * @param {vscode.NotebookDocument} notebook
 */
function isTold(notebook) {
  return isEdited(notebook, folderSchemes());
}

/**
 * The open notebook that a document belongs to: the document of a cell has the notebook's path.
 *
 * @param {vscode.Uri | string} uri
 */
function notebookOf(uri) {
  const { path } = typeof uri === 'string' ? vscode.Uri.parse(uri) : uri;
  return vscode.workspace.notebookDocuments.find((notebook) => notebook.uri.path === path);
}

/** The folders of the workspace that are on this machine. */
function workspaceFolders() {
  const folders = vscode.workspace.workspaceFolders ?? [];
  return folders.flatMap(({ uri }) => (uri.scheme === 'file' ? [uri.fsPath] : []));
}

module.exports = { currentSelector, isTold, notebookOf, workspaceFolders };
