'use strict';

const vscode = require('vscode');
const { cellAt, stepNames } = require('./logic/outline');
const { possiblePreviousSteps, roleOffers } = require('./logic/rolePicker');
const {
  mappingTags, problemOfStepName, renamingStep, tagsForPrevious, tagsForRole, tagsOf,
} = require('./logic/tags');

/**
 * The cell that the person is at, and the outline around it.
 *
 * @param {import('./outlineStore').OutlineStore} outlines
 * @param {import('./place').Place} place
 */
async function outlinedCell(outlines, place) {
  const outline = await outlines.outline(place.documentURI);
  const cell = outline === null ? undefined : cellAt(outline, place.uri, place.position.line);
  if (outline === null || cell === undefined) throw new Error('This is not a code cell of a notebook.');
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
  const offer = await vscode.window.showQuickPick(roleOffers(outline, cell), {
    title: 'What is this cell in the pipeline?',
    matchOnDescription: true,
  });
  const tags = offer === undefined ? undefined : await chosenTags(offer.choice, outline, cell);
  if (tags === undefined) return;
  const isCellDocument = place.notebook !== undefined;
  await server.execute('kale.setTags', {
    uri: cell.uri,
    ...(isCellDocument ? {} : { cell: cell.cell }),
    tags,
  });
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
  return vscode.window.showInputBox({ title, value, prompt: 'For example: train', validateInput: problemOfStepName });
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
  const picked = await vscode.window.showQuickPick(offers, { title: 'Which steps run before it?', canPickMany: true });
  return picked?.map(({ label }) => label);
}

/**
 * Renames a step: in its own tags and in the `prev:` tags of others, as one edit. In texts, where tags are text, the
 * editor's own rename does it.
 *
 * @param {import('./outlineStore').OutlineStore} outlines
 * @param {import('./place').Place} place
 */
async function renameStep(outlines, place) {
  if (place.notebook === undefined) {
    await vscode.commands.executeCommand('editor.action.rename');
    return;
  }
  const { outline, cell } = await outlinedCell(outlines, place);
  const from = cell.role === 'step' ? cell.step : null;
  if (from === null) throw new Error('This cell belongs to no step.');
  const to = await askForStepName(`New name of step ${from}`, from);
  if (to === undefined || to === from) return;
  if (stepNames(outline).includes(to) && !(await confirmsMerge(from, to))) return;
  const edit = new vscode.WorkspaceEdit();
  for (const notebookCell of place.notebook.getCells()) {
    const change = (/** @type {string} */ tag) => renamingStep(tag, from, to);
    if (tagsOf(notebookCell.metadata).every((tag) => change(tag) === tag)) continue;
    const metadata = mappingTags(notebookCell.metadata, change);
    edit.set(place.notebook.uri, [vscode.NotebookEdit.updateCellMetadata(notebookCell.index, metadata)]);
  }
  if (!(await vscode.workspace.applyEdit(edit))) throw new Error('VS Code did not apply the edit.');
}

/**
 * @param {string} from
 * @param {string} to
 */
async function confirmsMerge(from, to) {
  const merge = 'Make Them One Step';
  const message = `There is a step ${to} already. Its cells and those of ${from} would be one step.`;
  return (await vscode.window.showWarningMessage(message, { modal: true }, merge)) === merge;
}

module.exports = { chooseRole, renameStep };
