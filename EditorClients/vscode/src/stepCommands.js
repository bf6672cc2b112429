'use strict';

const vscode = require('vscode');
const { cellAt } = require('./logic/outline');
const { possiblePreviousSteps, roleOffers } = require('./logic/rolePicker');
const { reveal } = require('./place');
const { problemOfStepName, tagsForPrevious, tagsForRole } = require('./logic/tags');

/**
 * The current cell, and the outline of its notebook.
 *
 * @param {import('./outlineStore').OutlineStore} outlines
 * @param {import('./place').Place} place
 */
async function outlinedCell(outlines, place) {
  const outline = await outlines.outline(place.documentURI);
  const cell = outline === null ? undefined : cellAt(outline, place.uri, place.position.line);
  if (outline === null || cell === undefined) throw new Error('Select a code cell of a notebook first.');
  return { outline, cell };
}

/**
 * Asks what a cell is to be in the pipeline, and gives it the tags for that.
 *
 * @param {import('./server').Server} server
 * @param {import('./outlineStore').OutlineStore} outlines
 * @param {import('./place').Place} place
 */
async function chooseRole(server, outlines, place) {
  const { outline, cell } = await outlinedCell(outlines, place);
  try {
    const offer = await vscode.window.showQuickPick(roleOffers(outline, cell), {
      title: 'Select the role of this cell',
      matchOnDescription: true,
    });
    const tags = offer === undefined ? undefined : await chosenTags(offer.choice, outline, cell);
    if (tags !== undefined) await server.execute('kale.setTags', { ...addressOf(cell, place), tags });
  } finally {
    // A click on a status bar has taken the focus from the notebook, and no picker gives it back there.
    await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
  }
}

/**
 * Asks for the role of the current cell or, if it is not a code cell, of the first code cell. The first role makes the
 * notebook a pipeline.
 *
 * @param {import('./server').Server} server
 * @param {import('./outlineStore').OutlineStore} outlines
 * @param {import('./place').Place} place
 */
async function makePipeline(server, outlines, place) {
  const outline = await outlines.outline(place.documentURI);
  const [first] = outline?.cells ?? [];
  const isAtCell = outline !== null && cellAt(outline, place.uri, place.position.line) !== undefined;
  if (isAtCell || first === undefined) return chooseRole(server, outlines, place);
  await reveal(first.uri, first.range.start);
  const position = new vscode.Position(first.range.start.line, first.range.start.character);
  return chooseRole(server, outlines, { ...place, uri: first.uri, position });
}

/**
 * @param {import('./logic/rolePicker').RoleOffer['choice']} choice
 * @param {import('./logic/outline').NotebookOutline} outline
 * @param {import('./logic/outline').CellOutline} cell
 * @returns {Promise<string[] | undefined>} undefined where the person thought better of it
 */
async function chosenTags(choice, outline, cell) {
  if (choice === 'new-step') {
    const step = await askForStepName('Name of the new step', '');
    if (step === undefined) return undefined;
    const tags = tagsForRole({ role: 'step', step }, cell.tags);
    const isAlone = cell.role !== 'step' || cell.isContinuation;
    const previous = isAlone ? await askForPrevious(outline, cell, []) : undefined;
    return previous === undefined ? tags : tagsForPrevious(previous, tags);
  }
  if (choice === 'previous-steps') {
    const previous = await askForPrevious(outline, cell, cell.previous);
    return previous === undefined ? undefined : tagsForPrevious(previous, cell.tags);
  }
  return tagsForRole(choice, cell.tags);
}

/**
 * @param {string} title
 * @param {string} value
 */
function askForStepName(title, value) {
  return vscode.window.showInputBox({ title, value, prompt: 'Example: train', validateInput: problemOfStepName });
}

/**
 * @param {import('./logic/outline').NotebookOutline} outline
 * @param {import('./logic/outline').CellOutline} cell
 * @param {string[]} chosen
 * @returns {Promise<string[] | undefined>}
 */
async function askForPrevious(outline, cell, chosen) {
  const offers = possiblePreviousSteps(outline, cell).map((label) => ({ label, picked: chosen.includes(label) }));
  if (offers.length === 0) return chosen;
  const picked = await vscode.window.showQuickPick(offers, { title: 'Select the steps that run before it', canPickMany: true });
  return picked?.map(({ label }) => label);
}

/**
 * Renames the step of a cell, in its own tags and wherever it is named. Whether the name can be taken the server says.
 *
 * @param {import('./server').Server} server
 * @param {import('./outlineStore').OutlineStore} outlines
 * @param {import('./place').Place} place
 */
async function renameStep(server, outlines, place) {
  const { cell } = await outlinedCell(outlines, place);
  if (cell.step === null) throw new Error('This cell does not belong to a step.');
  const newName = await askForStepName(`New name of ${cell.role} ${cell.step}`, cell.step);
  if (newName === undefined || newName === cell.step) return;
  await server.execute('kale.renameStep', { ...addressOf(cell, place), newName });
}

/**
 * How the server's commands name a cell: by its own document, or by the text that holds it and its index.
 *
 * @param {import('./logic/outline').CellOutline} cell
 * @param {import('./place').Place} place
 */
function addressOf(cell, place) {
  return place.notebook === undefined ? { uri: cell.uri, cell: cell.cell } : { uri: cell.uri };
}

module.exports = { chooseRole, makePipeline, renameStep };
