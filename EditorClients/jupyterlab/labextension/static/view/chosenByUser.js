/**
 * Tells whether the user has chosen a command in this extension's own buttons or in the command palette.
 *
 * A notebook can hold buttons of its own: JupyterLab executes what an attribute of a button in Markdown names, with
 * the arguments that it names, and the button can say anything. Such a button does not know this word, which is another
 * one each time that the page is loaded.
 */
const word = crypto.getRandomValues(new Uint32Array(4)).join('-');

/** The arguments that this extension's buttons and palette items give to a command. */
export const chosenByUser = Object.freeze({ chosenByUser: word });

/** @returns {boolean} whether a command was executed with those arguments */
export const isChosenByUser = args => args?.chosenByUser === word;

/**
 * Asks whether a command is to be executed that the user may not have meant.
 *
 * @param {object} lab
 * @param {string} title
 * @param {string} body what the command does
 * @returns {Promise<boolean>}
 */
export async function confirm(lab, title, body) {
  const { Dialog, showDialog } = lab.apputils;
  const buttons = [Dialog.cancelButton(), Dialog.warnButton({ label: title })];
  const { button } = await showDialog({ title: `${title}?`, body, buttons, defaultButton: 0 });
  return button.accept;
}
