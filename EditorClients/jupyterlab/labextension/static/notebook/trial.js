import { Snapshots } from './snapshot.js';
import { Synchronization } from './synchronization.js';

/**
 * A copy of the notebook at the server, in which tags are tried before the notebook gets them: what would be wrong then,
 * the server's own rules say.
 */
export class Trial {
  #sharedModel;
  #names;
  #server;
  #snapshots;
  #synchronization = null;
  #diagnostics = new Map();
  /** What is wrong without the tags that are tried. */
  #known = null;

  /**
   * @param {object} sharedModel JupyterLab's `ISharedNotebook`
   * @param {import('./documentNames.js').DocumentNames} names of the copy
   * @param {import('../protocol/languageServer.js').LanguageServer} server
   */
  constructor(sharedModel, names, server) {
    this.#sharedModel = sharedModel;
    this.#names = names;
    this.#server = server;
    this.#snapshots = new Snapshots(sharedModel, names);
  }

  owns(uri) {
    return uri === this.#names.notebook || uri.startsWith(`${this.#names.notebook}/`);
  }

  receiveDiagnostics({ uri, diagnostics }) {
    this.#diagnostics.set(uri, diagnostics);
  }

  /**
   * What would be wrong, and is not yet, if a cell had these tags.
   *
   * @returns {Promise<object[]>} the protocol's diagnostics, errors first
   */
  async problems(sharedCell, tags) {
    if (this.#synchronization === null) {
      this.#synchronization = new Synchronization(this.#names.notebook, this.#snapshot());
      this.#server.notify('notebookDocument/didOpen', this.#synchronization.didOpen());
      await this.#settled();
      this.#known = new Set([...this.#all()].map(({ key }) => key));
    }
    const change = this.#synchronization.didChange(this.#snapshot(sharedCell, tags));
    if (change !== null) this.#server.notify('notebookDocument/didChange', change);
    await this.#settled();
    return [...this.#all()]
      .filter(({ key }) => !this.#known.has(key))
      .map(({ diagnostic }) => diagnostic)
      .sort((a, b) => (a.severity ?? 1) - (b.severity ?? 1));
  }

  close() {
    if (this.#synchronization)
      this.#server.notify('notebookDocument/didClose', this.#synchronization.didClose());
  }

  #snapshot(sharedCell, tags) {
    const whole = this.#snapshots.take();
    const index = this.#sharedModel.cells.indexOf(sharedCell);
    const cell = whole.cells[index];
    if (cell !== undefined) whole.cells[index] = { ...cell, metadata: { ...cell.metadata, tags } };
    return whole;
  }

  /** The server says what is wrong before it answers what comes after the change. */
  #settled() {
    return this.#server.request('kale/outline', { uri: this.#names.notebook });
  }

  *#all() {
    for (const [uri, diagnostics] of this.#diagnostics) {
      for (const diagnostic of diagnostics) {
        yield { key: JSON.stringify([uri, diagnostic.code, diagnostic.message]), diagnostic };
      }
    }
  }
}
