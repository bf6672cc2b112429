'use strict';

const vscode = require('vscode');
const { planNotebookEdit } = require('./logic/notebookEdit');

/**
 * Answers `kale/applyNotebookEdit`. All edits are one WorkspaceEdit, which VS Code makes whole or not at all and
 * undoes in one step.
 *
 * @param {import('./logic/notebookEdit').ApplyNotebookEditParams} params
 * @param {import('./logic/notebookEdit').SentVersions} sentVersions
 * @returns {Promise<{ applied: boolean, failureReason?: string }>}
 */
async function applyNotebookEdit(params, sentVersions) {
  const { notebookDocument, edits } = params.edit;
  const notebook = vscode.workspace.notebookDocuments.find(({ uri }) => uri.toString() === notebookDocument.uri);
  if (notebook === undefined) return refused(`The notebook ${notebookDocument.uri} is not open.`);
  if (!sentVersions.isCurrent(notebookDocument.uri, notebookDocument.version)) {
    return refused('The notebook has changed since the edit was offered.');
  }
  const plan = planNotebookEdit(edits, notebook.getCells().map(({ document }) => document.uri.toString()));
  if ('problem' in plan) return refused(plan.problem);
  const applied = await vscode.workspace.applyEdit(workspaceEdit(notebook.uri, plan.edits));
  return applied ? { applied } : refused('VS Code did not apply the edit.');
}

/**
 * @param {vscode.Uri} notebook
 * @param {import('./logic/notebookEdit').PlannedEdit[]} edits
 */
function workspaceEdit(notebook, edits) {
  const result = new vscode.WorkspaceEdit();
  for (const edit of edits) {
    if (edit.kind === 'cellText') result.set(vscode.Uri.parse(edit.uri), edit.edits.map(textEdit));
    else result.set(notebook, [notebookEdit(edit)]);
  }
  return result;
}

/** @param {Exclude<import('./logic/notebookEdit').PlannedEdit, { kind: 'cellText' }>} edit */
function notebookEdit(edit) {
  switch (edit.kind) {
    case 'cellMetadata':
      return vscode.NotebookEdit.updateCellMetadata(edit.index, { ...edit.metadata });
    case 'insertCells':
      return vscode.NotebookEdit.insertCells(edit.index, edit.cells.map(cellData));
    case 'notebookMetadata':
      return vscode.NotebookEdit.updateNotebookMetadata({ ...edit.metadata });
  }
}

/** @param {import('./logic/notebookEdit').NewCell} cell */
function cellData({ kind, languageId, text, metadata }) {
  const data = new vscode.NotebookCellData(kind, text, languageId);
  data.metadata = { ...metadata };
  return data;
}

/** @param {import('./logic/notebookEdit').TextEdit} edit */
function textEdit({ range: { start, end }, newText }) {
  return new vscode.TextEdit(new vscode.Range(start.line, start.character, end.line, end.character), newText);
}

/** @param {string} failureReason */
function refused(failureReason) {
  return { applied: false, failureReason };
}

module.exports = { applyNotebookEdit };
