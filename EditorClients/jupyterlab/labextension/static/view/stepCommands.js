/** Asks for the tags of the active cell. */
export async function editTags(lab, kale) {
  const { notebook } = kale;
  const sharedCell = kale.activeCell.model.sharedModel;
  const text = (sharedCell.getMetadata('tags') ?? []).join(', ');
  const placeholder = 'step:train, prev:load';
  const answer = await ask(lab, { title: 'Cell tags, separated by commas', text, placeholder });
  if (answer === null || answer === text) return;
  notebook.setTags(sharedCell, tagsIn(answer, sharedCell.getMetadata('tags') ?? []));
}

/** The tags in a text that has commas between them. A tag that there was, with a comma of its own, stays whole. */
export function tagsIn(text, before) {
  const kept = before.filter(tag => tag.includes(',') && text.includes(tag));
  const rest = kept.reduce((words, tag) => words.replace(tag, () => ''), text);
  return [...rest.split(',').map(tag => tag.trim()).filter(Boolean), ...kept];
}

/** Asks for a name of the active cell's step. */
export async function renameStep(lab, kale) {
  const { notebook, activeOutline } = kale;
  const newName = await ask(lab, { title: `Rename step ${activeOutline.step}`, text: activeOutline.step });
  if (newName === null || newName === activeOutline.step) return;
  await notebook.execute('kale.renameStep', [{ uri: activeOutline.uri, newName }]);
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
