'use strict';

const vscode = require('vscode');

/** @typedef {import('./logic/runState').RunState} RunState */

/** How often the elapsed time of a running step is updated, in milliseconds. */
const TICK = 1000;

/**
 * @typedef {object} Clock
 * @property {() => number} now in milliseconds
 * @property {(action: () => void, delay: number) => any} setTimeout
 * @property {(timer: any) => void} clearTimeout
 */

/** @type {Clock} */
const CLOCK = { now: () => performance.now(), setTimeout, clearTimeout };

/**
 * How far the last runs of notebooks are, as the server tells, and how long the steps that are running have been: that
 * the server says only of a step that has ended.
 */
class RunStates {
  /**
   * @param {import('./server').Server} server
   * @param {Clock} [clock]
   */
  constructor(server, clock = CLOCK) {
    this.clock = clock;
    /** @type {Map<string, RunState>} */
    this.states = new Map();
    /**
     * When the steps began that are running, in milliseconds, by the URI and the name.
     *
     * @type {Map<string, Map<string, number>>}
     */
    this.began = new Map();
    /** Fires with the URI of the notebook or text whose run has got further. */
    this.didChange = /** @type {vscode.EventEmitter<string>} */ (new vscode.EventEmitter());
    /** Fires each second while a step is running: nothing but its time has changed. */
    this.didTick = /** @type {vscode.EventEmitter<void>} */ (new vscode.EventEmitter());
    /** @type {any} */
    this.timer = undefined;
    server.onNotification('kale/runState', (state) => this.set(state));
    // A run ends with the server.
    this.subscription = server.didChangeState.event(() => {
      if (server.isRunning) return;
      this.states.clear();
      this.began.clear();
    });
  }

  /** @param {RunState} state */
  set(state) {
    const before = this.began.get(state.uri);
    const running = state.state === 'running' ? state.steps.filter((step) => step.state === 'running') : [];
    this.states.set(state.uri, state);
    if (running.length === 0) this.began.delete(state.uri);
    else this.began.set(state.uri, new Map(running.map(({ name }) => [name, before?.get(name) ?? this.clock.now()])));
    this.keepTime();
    this.didChange.fire(state.uri);
  }

  /** Lets the time be shown as long as a step is running. */
  keepTime() {
    this.clock.clearTimeout(this.timer);
    if (this.began.size === 0) return;
    this.timer = this.clock.setTimeout(() => {
      this.didTick.fire();
      this.keepTime();
    }, TICK);
  }

  /**
   * @param {string} uri of a notebook or text
   * @returns {RunState | undefined}
   */
  of(uri) {
    const state = this.states.get(uri);
    const began = this.began.get(uri);
    if (state === undefined || began === undefined) return state;
    const now = this.clock.now();
    const steps = state.steps.map((step) => {
      const start = began.get(step.name);
      return start === undefined ? step : { ...step, elapsed: Math.floor((now - start) / 1000) };
    });
    return { ...state, steps };
  }

  dispose() {
    this.subscription.dispose();
    this.didChange.dispose();
    this.didTick.dispose();
    this.clock.clearTimeout(this.timer);
  }
}

module.exports = { RunStates };
