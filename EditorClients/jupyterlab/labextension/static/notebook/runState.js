/**
 * The state of a run as `kale/runState` tells it, in words.
 *
 * @typedef {object} StepState
 * @property {string} name of the step as in the outline; `notebook/step` for one of another notebook
 * @property {'waiting' | 'running' | 'stopped' | 'done' | 'cached' | 'failed' | 'skipped'} state `stopped` is this client's
 * @property {number} [seconds]
 * @property {number} [elapsed] whole seconds that it has been running; the server does not say this
 * @property {string} [reason] why it runs
 * @property {{name: string, value: number}[]} [metrics]
 * @property {string} [report] the URI of an HTML file
 * @property {{cell?: number, line?: number, message: string}} [error]
 */

const WORDS = {
  waiting: 'waiting',
  running: 'running',
  stopped: 'stopped',
  done: 'done',
  cached: 'from the cache',
  failed: 'failed',
  skipped: 'skipped'
};

/** Signs of the states, for places without room for words. */
export const SIGNS = { waiting: '·', running: '▶', stopped: '■', done: '✓', cached: '↺', failed: '✗', skipped: '–' };

/**
 * A run as it is shown. The server leaves a step that was running when the run was stopped as it was.
 *
 * @param {{state: string, steps: StepState[]}} run
 * @param {(step: string) => number} elapsed how long a step that is running has been, in whole seconds
 */
export function shownRun({ state, steps }, elapsed) {
  const shown = step => {
    if (step.state !== 'running') return step;
    if (state !== 'running') return { ...step, state: 'stopped' };
    const seconds = elapsed(step.name);
    return seconds > 0 ? { ...step, elapsed: seconds } : step;
  };
  return { state, steps: steps.map(shown) };
}

/** The states of a run's steps, by their names; empty where there was no run. What a run that is over never began has none. */
export function statesByStep(run) {
  const told = (run?.steps ?? []).filter(({ state }) => run.state === 'running' || state !== 'waiting');
  return new Map(told.map(step => [step.name, step]));
}

/** `done, 1.2 s` */
export function stateInWords({ state, seconds, elapsed }) {
  const words = WORDS[state] ?? state;
  const time = seconds ?? elapsed ?? null;
  return time === null ? words : `${words}, ${duration(time)}`;
}

/** The same as a sentence, with the reason and the error. */
export function stateSentence(step) {
  const parts = [`Step ${step.name}: ${stateInWords(step)}`];
  if (step.reason) parts.push(`because ${step.reason}`);
  const sentence = parts.join(', ');
  return step.error ? `${sentence}. ${step.error.message}` : sentence;
}

/** `1.2 s`, `2 min 5 s` */
export function duration(seconds) {
  if (seconds < 60) return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** A metric's value as a person reads it. */
export function metricValue(value) {
  if (typeof value !== 'number' || Number.isInteger(value)) return `${value}`;
  return `${Number.parseFloat(value.toPrecision(5))}`;
}

/** What is said of a run as a whole: how far it is, or how it ended. */
export function runInWords({ state, steps }) {
  const isOver = step => ['done', 'cached', 'failed', 'skipped'].includes(step.state);
  const count = state => steps.filter(step => step.state === state).length;
  if (state === 'running') {
    const names = steps.filter(step => step.state === 'running').map(({ name }) => name);
    const done = `${steps.filter(isOver).length} of ${steps.length} steps`;
    return names.length > 0 ? `Running ${names.join(', ')} (${done})` : `Running (${done})`;
  }
  if (state === 'failed') {
    const failed = steps.find(step => step.state === 'failed');
    return failed ? `Step ${failed.name} failed` : 'The run failed';
  }
  if (state === 'stopped') return 'The run was stopped';
  const cached = count('cached');
  const ran = `${count('done')} of ${steps.length} steps ran`;
  return cached > 0 ? `Succeeded: ${ran}, ${cached} from the cache` : `Succeeded: ${ran}`;
}
