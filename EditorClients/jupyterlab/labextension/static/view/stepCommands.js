import { isEqual } from '../notebook/isEqual.js';
import { askForTags } from './tagEditor.js';

/** Asks for the tags of the active cell. */
export async function editTags(lab, kale) {
  const { notebook, activeCell, panel } = kale;
  const sharedCell = activeCell.model.sharedModel;
  const number = panel.content.widgets.indexOf(activeCell) + 1;
  const tags = await askForTags(lab, notebook, sharedCell, `Tags of cell ${number}`);
  if (tags === null || isEqual(tags, sharedCell.getMetadata('tags') ?? [])) return;
  notebook.setTags(sharedCell, tags);
}

/** Asks for a name of the active cell's step. */
export async function renameStep(lab, kale) {
  const { notebook, activeOutline } = kale;
  const newName = await ask(lab, { title: `Rename step ${activeOutline.step}`, text: activeOutline.step });
  if (newName === null || newName === activeOutline.step) return;
  await notebook.edit('kale.renameStep', { uri: activeOutline.uri, newName });
}

/** Goes from the active cell to the step that the server's command names. */
export async function goToStep(kale, command) {
  const { notebook, activeCell } = kale;
  const uri = notebook.cellURI(activeCell.model.sharedModel);
  const location = await notebook.execute(command, [{ uri }]);
  if (location !== null) await kale.reveal(location.uri, location.range.start);
}

async function ask(lab, options) {
  const { value, button } = await lab.apputils.InputDialog.getText(options);
  return button.accept ? value : null;
}
