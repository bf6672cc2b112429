'use strict';

const vscode = require('vscode');
const { UnsupportedRequestError } = require('./server');

/** @typedef {import('./logic/outline').NotebookOutline} NotebookOutline */

/**
 * How long nobody types before what shows an outline is told that it has changed, in milliseconds: each of them would
 * ask for it again at every key.
 */
const CALM = 200;

/** The outlines of open notebooks, asked for when they are needed and again after the server says they changed. */
class OutlineStore {
  /** @param {import('./server').Server} server */
  constructor(server) {
    this.server = server;
    /** @type {Map<string, Promise<NotebookOutline | null>>} */
    this.outlines = new Map();
    /** Fires with the URI of the notebook or text whose outline has changed. */
    this.didChange = /** @type {vscode.EventEmitter<string>} */ (new vscode.EventEmitter());
    /**
     * What waits for the calm, by notebook or text.
     *
     * @type {Map<string, NodeJS.Timeout>}
     */
    this.timers = new Map();
    server.onNotification('kale/outlineChanged', ({ uri }) => this.changed(uri));
    server.didChangeState.event(() => this.outlines.clear());
  }

  /** @param {string} uri */
  changed(uri) {
    this.outlines.delete(uri);
    clearTimeout(this.timers.get(uri));
    this.timers.set(uri, setTimeout(() => {
      this.timers.delete(uri);
      this.didChange.fire(uri);
    }, CALM));
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
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.didChange.dispose();
  }
}

module.exports = { OutlineStore };
