'use strict';

const vscode = require('vscode');
const { UnsupportedRequestError } = require('./server');

/** @typedef {import('./logic/outline').NotebookOutline} NotebookOutline */

/** The outlines of open notebooks, asked for when they are needed and again after the server says they changed. */
class OutlineStore {
  /** @param {import('./server').Server} server */
  constructor(server) {
    this.server = server;
    /** @type {Map<string, Promise<NotebookOutline | null>>} */
    this.outlines = new Map();
    /** Fires with the URI of the notebook or text whose outline has changed. */
    this.didChange = /** @type {vscode.EventEmitter<string>} */ (new vscode.EventEmitter());
    server.onNotification('kale/outlineChanged', ({ uri }) => this.forget(uri));
    server.didChangeState.event(() => this.outlines.clear());
  }

  /** @param {string} uri */
  forget(uri) {
    this.outlines.delete(uri);
    this.didChange.fire(uri);
  }

  /**
   * @param {string} uri of the notebook or text
   * @returns {Promise<NotebookOutline | null>} null where the server has none
   */
  outline(uri) {
    const known = this.outlines.get(uri);
    if (known !== undefined) return known;
    const asked = this.server.request('kale/outline', { uri });
    this.outlines.set(uri, asked);
    // Without an answer there is nothing to keep.
    asked.catch(() => {
      if (this.outlines.get(uri) === asked) this.outlines.delete(uri);
    });
    return asked;
  }

  /**
   * The same for what is shown without being asked for: no server, or one too old for it, is no outline.
   *
   * @param {string} uri
   * @returns {Promise<NotebookOutline | null>}
   */
  async outlineIfKnown(uri) {
    if (!this.server.isRunning) return null;
    try {
      return await this.outline(uri);
    } catch (error) {
      if (!(error instanceof UnsupportedRequestError)) this.server.output.warn(`Cannot get the outline of ${uri}: ${error}`);
      return null;
    }
  }

  dispose() {
    this.didChange.dispose();
  }
}

module.exports = { OutlineStore };
