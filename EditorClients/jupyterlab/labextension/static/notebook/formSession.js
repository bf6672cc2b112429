import { isEqual } from './isEqual.js';
import { Signal } from './signal.js';

/**
 * A form that is shown of a cell, or of the pipeline, and follows the notebook. The server says what can be set and what
 * is wrong with a value; nothing that it rejects is written.
 */
export class FormSession {
  /** The form is another one. */
  changed = new Signal();
  /** The server's `Form`; null before the first answer, and if there is none. */
  form = null;
  #notebook;
  #uri;
  #outline;
  #questions = 0;
  /** The last question, which is answered when it settles. */
  #latest = null;
  #checks = 0;
  /** Whether something has been set that the form does not have yet. The form may be as it was, if it is undone by then. */
  #hasSet = false;
  #disconnect;

  /**
   * @param {import('./kaleNotebook.js').KaleNotebook} notebook
   * @param {string} uri of the cell, or of the notebook for the form of the pipeline
   */
  constructor(notebook, uri) {
    this.#notebook = notebook;
    this.#uri = uri;
    this.#outline = notebook.outline;
    this.#disconnect = notebook.changed.connect(() => {
      if (notebook.outline === this.#outline) return;
      this.#outline = notebook.outline;
      this.load().catch(error => console.debug('kale-lsp:', error.message));
    });
  }

  get notebook() {
    return this.#notebook;
  }

  /** Asks for the form as it is now, and waits for it. Of answers that overlap, that to the last question counts. */
  async load() {
    let latest = null;
    this.#latest = this.#ask();
    while (latest !== this.#latest) {
      latest = this.#latest;
      await latest;
    }
  }

  async #ask() {
    this.#questions += 1;
    const question = this.#questions;
    const form = await this.#notebook.request('kale/form', { uri: this.#uri });
    if (question !== this.#questions) return;
    const whole = form && { ...form, fields: form.fields.map(wholeField) };
    if (isEqual(whole, this.form) && !this.#hasSet) return;
    this.#hasSet = false;
    this.form = whole;
    this.changed.emit();
  }

  /**
   * What would be wrong with values that are not set yet, by their fields.
   *
   * @returns {Promise<Map<string, string> | null>} null if a later check has been started
   */
  async check(changes) {
    this.#checks += 1;
    const check = this.#checks;
    const { problems } = await this.#notebook.request('kale/checkForm', { uri: this.#uri, changes });
    return check === this.#checks ? byField(problems) : null;
  }

  /**
   * Sets values, as one edit.
   *
   * @returns {Promise<Map<string, string>>} what is wrong with them, by their fields; empty if they are set
   */
  async apply(changes) {
    this.#checks += 1;
    try {
      await this.#notebook.edit('kale.applyForm', { uri: this.#uri, changes });
    } catch (error) {
      const { problems } = error.data ?? {};
      if (!Array.isArray(problems) || problems.length === 0) throw error;
      return byField(problems);
    }
    this.#hasSet = true;
    await this.load();
    return new Map();
  }

  close() {
    this.#questions += 1;
    this.#disconnect();
  }
}

/** A field with lists in place of what is absent. */
function wholeField(field) {
  const columns = (field.columns ?? []).map(wholeField);
  return { ...field, value: field.value ?? null, choices: field.choices ?? [], steps: field.steps ?? [], columns };
}

function byField(problems) {
  const result = new Map();
  for (const { field, message } of problems) if (!result.has(field)) result.set(field, message);
  return result;
}
