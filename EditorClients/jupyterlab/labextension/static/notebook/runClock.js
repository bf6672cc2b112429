import { shownRun } from './runState.js';

/** How often the elapsed time of a running step is updated, in milliseconds. */
const TICK = 1000;

/** Follows how long the steps of a run have been running: the server says that only of a step that has ended. */
export class RunClock {
  /** What the server said last. */
  #told = null;
  /** When the steps began that are running, by their names. */
  #began = new Map();
  #timer = null;
  #show;
  #now;

  /**
   * @param {(run: object) => void} show is called with the run as it is shown, and again as time passes
   * @param {() => number} now in milliseconds
   */
  constructor(show, now = () => performance.now()) {
    this.#show = show;
    this.#now = now;
  }

  /** @param {{state: string, steps: import('./runState.js').StepState[]}} run as the server tells it */
  receive(run) {
    this.#told = run;
    const running = run.state === 'running' ? run.steps.filter(({ state }) => state === 'running') : [];
    const now = this.#now();
    this.#began = new Map(running.map(({ name }) => [name, this.#began.get(name) ?? now]));
    this.#update();
  }

  stop() {
    clearTimeout(this.#timer);
    this.#began.clear();
  }

  #update() {
    clearTimeout(this.#timer);
    if (this.#began.size > 0) this.#timer = setTimeout(() => this.#update(), TICK);
    const now = this.#now();
    this.#show(shownRun(this.#told, name => Math.floor((now - this.#began.get(name)) / 1000)));
  }
}
