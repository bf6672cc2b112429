'use strict';

const vscode = require('vscode');
const { notebookOf } = require('./documents');
const { cellAt } = require('./logic/outline');

/** What the server's diagnostics have as their source: linters for Python have theirs in the same cells. */
const SOURCE = 'kale';

/** What the diagnostic of a step has as its code that failed in the last run: it keeps no other from starting. */
const RUN_FAILED = 'run-failed';

/**
 * The errors of a notebook or text that are shown: those that `Quiet` holds back are not among them.
 *
 * @param {string} uri of the notebook, a cell, or a text
 * @returns {{ uri: string, line: number, stopsRuns: boolean }[]} where they are
 */
function shownErrors(uri) {
  const notebook = notebookOf(uri);
  const documents = notebook?.getCells().map(({ document }) => document.uri) ?? [vscode.Uri.parse(uri)];
  return documents.flatMap((document) => vscode.languages.getDiagnostics(document)
    .filter(({ source, severity }) => source === SOURCE && severity === vscode.DiagnosticSeverity.Error)
    .map(({ code, range }) => ({ uri: document.toString(), line: range.start.line, stopsRuns: code !== RUN_FAILED })));
}

/**
 * The steps that have such errors.
 *
 * @param {string} uri of the notebook or text
 * @param {import('./logic/outline').NotebookOutline | null} outline
 * @returns {string[]}
 */
function stepsWithErrors(uri, outline) {
  if (outline === null) return [];
  const steps = shownErrors(uri).map((place) => cellAt(outline, place.uri, place.line)?.step);
  return [...new Set(steps.filter((step) => typeof step === 'string'))];
}

/** What was asked for cannot be done because of errors in the notebook, which the list of problems has. */
class NotebookErrorsError extends Error {}

module.exports = { NotebookErrorsError, shownErrors, stepsWithErrors };
