'use strict';

const vscode = require('vscode');

/** @typedef {import('./logic/runState').RunState} RunState */

/** How far the last runs of notebooks are, as the server tells. */
class RunStates {
  /** @param {import('./server').Server} server */
  constructor(server) {
    /** @type {Map<string, RunState>} */
    this.states = new Map();
    /** Fires with the URI of the notebook or text whose run has got further. */
    this.didChange = /** @type {vscode.EventEmitter<string>} */ (new vscode.EventEmitter());
    server.onNotification('kale/runState', (state) => this.set(state));
    // A run ends with the server.
    this.subscription = server.didChangeState.event(() => {
      if (!server.isRunning) this.states.clear();
    });
  }

  /** @param {RunState} state */
  set(state) {
    this.states.set(state.uri, state);
    this.didChange.fire(state.uri);
  }

  /**
   * @param {string} uri of a notebook or text
   * @returns {RunState | undefined}
   */
  of(uri) {
    return this.states.get(uri);
  }

  dispose() {
    this.subscription.dispose();
    this.didChange.dispose();
  }
}

module.exports = { RunStates };
