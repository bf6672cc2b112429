import { plainText, shortened } from '../notebook/plainText.js';

/**
 * How long a notification is shown, in milliseconds, by its type. JupyterLab does not show one for which this is not
 * said.
 */
const DURATIONS = { info: 6000, success: 8000, warning: 15000, error: 20000 };

/** The notifications that are shown, by what they are about: a newer one takes the place of an older one. */
const shown = new Map();

/**
 * Tells the person something.
 *
 * @param {object} lab
 * @param {'info' | 'success' | 'warning' | 'error'} type
 * @param {string} message with code in backticks; one that is too long for a notification is shown whole on request
 * @param {object} options
 * @param {{label: string, callback: () => void}[]} options.actions
 * @param {string} options.subject what it is about
 */
export function notify(lab, type, message, { actions = [], subject = message } = {}) {
  const { Notification } = lab.apputils;
  const { text, isWhole } = shortened(message);
  const more = { label: 'Show Message', callback: () => showMessage(lab, message) };
  withdraw(lab, subject);
  const id = Notification.emit(text, type, {
    autoClose: DURATIONS[type],
    actions: isWhole ? actions : [...actions, more]
  });
  shown.set(subject, id);
}

/** What the notice of an applied proposal is about: compiling the notebook, which it offers, takes it back. */
export function proposalSubject(notebook) {
  return `proposal ${notebook.uri}`;
}

/** Takes back what was told of a subject and no longer holds. */
export function withdraw(lab, subject) {
  const id = shown.get(subject);
  shown.delete(subject);
  if (id !== undefined) lab.apputils.Notification.dismiss(id);
}

function showMessage(lab, message) {
  const { Dialog, showDialog } = lab.apputils;
  return showDialog({ title: 'Kale', body: plainText(message), buttons: [Dialog.okButton({ label: 'Close' })] });
}
