import { plainText } from './plainText.js';
import { Signal } from './signal.js';

/** What the server does at the moment and may take a while: shown in the status bar and the panel. */
export class Activities {
  changed = new Signal();
  /** @type {Set<Activity>} */
  #running = new Set();

  /** @param {string} title @param {{uri: string}} notebook that it is about */
  begin(title, notebook) {
    const activity = { title, uri: notebook.uri, message: null, percentage: null };
    this.#running.add(activity);
    this.changed.emit();
    return {
      update: ({ message, percentage }) => {
        if (message !== undefined) activity.message = message;
        if (percentage !== undefined) activity.percentage = percentage;
        this.changed.emit();
      },
      end: () => {
        this.#running.delete(activity);
        this.changed.emit();
      }
    };
  }

  /** What is under way for a notebook in words; null for nothing. */
  describe(notebook) {
    const activity = [...this.#running].findLast(each => each.uri === notebook.uri);
    if (activity === undefined) return null;
    const { title, message, percentage } = activity;
    const words = message === null ? title : `${title}: ${plainText(message)}`;
    return percentage === null ? words : `${words} (${Math.round(percentage)} %)`;
  }
}
