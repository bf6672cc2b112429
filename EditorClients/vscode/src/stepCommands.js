'use strict';

const vscode = require('vscode');
const { NAME, problemOf } = require('./logic/forms');
const { cellAt } = require('./logic/outline');

/**
 * Renames the step of a cell, in its own tags and wherever it is named. Whether the name can be taken the server says.
 *
 * @param {import('./forms').Forms} forms
 * @param {import('./place').Place} place
 */
async function renameStep(forms, place) {
  const { outlines, server } = forms;
  const outline = await outlines.outline(place.documentURI);
  const cell = outline === null ? undefined : cellAt(outline, place.uri, place.position.line);
  if (cell === undefined) throw new Error('Select a code cell of a notebook first.');
  if (cell.step === null) throw new Error('This cell does not belong to a step.');
  const { step } = cell;
  const address = place.notebook === undefined ? { uri: cell.uri, cell: cell.cell } : { uri: cell.uri };
  const newName = await vscode.window.showInputBox({
    title: `New name of ${cell.role} ${step}`,
    value: step,
    prompt: 'Steps that run after it follow.',
    validateInput: async (typed) =>
      (cell.isContinuation || typed === step ? undefined : problemOf(await forms.check(address, { [NAME]: typed }), NAME)),
  });
  if (newName === undefined || newName === step) return;
  await server.execute('kale.renameStep', { ...address, newName });
}

module.exports = { renameStep };
