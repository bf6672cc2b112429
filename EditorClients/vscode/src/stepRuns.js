'use strict';

const vscode = require('vscode');
const { cellAt } = require('./logic/outline');
const { failureOf } = require('./logic/runState');

/**
 * The step of the cell where the person is.
 *
 * @param {import('./outlineStore').OutlineStore} outlines
 * @param {import('./place').Place} place
 * @returns {Promise<{ uri: string, step: string }>} with the notebook or text
 */
async function stepAt(outlines, place) {
  const outline = await outlines.outline(place.documentURI);
  const cell = outline === null ? undefined : cellAt(outline, place.uri, place.position.line);
  if (cell?.step === undefined || cell.step === null) throw new Error('Select a cell of a step first.');
  return { uri: place.documentURI, step: cell.step };
}

/**
 * Shows the line that made the last run fail.
 *
 * @param {import('./outlineStore').OutlineStore} outlines
 * @param {import('./runStates').RunStates} states
 * @param {string} uri of the notebook or text
 */
async function showFailure(outlines, states, uri) {
  const failure = failureOf(states.of(uri));
  if (failure === undefined) throw new Error('The last run has not failed.');
  const outline = await outlines.outline(uri);
  const cells = outline?.cells ?? [];
  const { cell: index, line = 0 } = failure.error;
  const cell = cells.find((each) => each.cell === index) ?? cells.find(({ step }) => step === failure.step);
  if (cell === undefined) throw new Error(failure.error.message);
  const start = new vscode.Position(cell.range.start.line + line, 0);
  // Opened by its address, a cell gets the cursor at the line, as from the Problems view.
  await vscode.commands.executeCommand('vscode.open', vscode.Uri.parse(cell.uri), {
    selection: new vscode.Range(start, start),
  });
}

module.exports = { showFailure, stepAt };
