'use strict';

/**
 * What the server tells of a run's steps, and how a person is told.
 */

/** @typedef {'waiting' | 'running' | 'done' | 'cached' | 'failed' | 'skipped'} StepState */
/** @typedef {{ name: string, value: number | null }} Metric a value that is not a finite number is null */
/**
 * @typedef {object} StepRun
 * @property {string} name as in the outline; of a step of a referenced notebook `reference/step`
 * @property {StepState} state
 * @property {number} [seconds] how long it took
 * @property {number} [elapsed] how long it has been running, in whole seconds; the server does not say this
 * @property {string} [reason] why it is not taken from the cache
 * @property {Metric[]} [metrics]
 * @property {string} [report] the URI of an HTML file
 * @property {{ cell?: number, line?: number, message: string }} [error]
 */
/**
 * @typedef {object} RunState
 * @property {string} uri of the notebook or text
 * @property {'running' | 'succeeded' | 'failed' | 'stopped'} state
 * @property {StepRun[]} steps
 */
/**
 * @typedef {object} Description
 * @property {string} text with an icon
 * @property {string} label the same in as few words as a step of the graph has room for
 * @property {string} tooltip
 */

/** How much of an error is shown below a cell, in UTF-16 code units; the rest is in the tooltip. */
const ERROR_LENGTH = 60;

/** States of a group of steps, the one that tells most about the group first. */
const MOST_TELLING = /** @type {StepState[]} */ (['failed', 'running', 'skipped', 'waiting', 'done', 'cached']);

/**
 * The step of a run that a cell belongs to. A reference to another notebook counts as one: it is as far as its steps.
 *
 * @param {RunState} run
 * @param {import('./outline').CellOutline} cell
 * @returns {StepRun | undefined}
 */
function stepOfCell(run, cell) {
  if (cell.step === null) return undefined;
  if (cell.role !== 'notebook') return run.steps.find(({ name }) => name === cell.step);
  const parts = run.steps.filter(({ name }) => name.startsWith(`${cell.step}/`));
  const state = MOST_TELLING.find((each) => parts.some((part) => part.state === each));
  if (state === undefined) return undefined;
  const timed = parts.filter(({ seconds }) => seconds !== undefined);
  const elapsed = Math.max(0, ...parts.map(({ elapsed = 0 }) => elapsed));
  return {
    name: cell.step,
    state,
    ...(timed.length === 0 ? {} : { seconds: timed.reduce((sum, { seconds }) => sum + Number(seconds), 0) }),
    ...(elapsed === 0 ? {} : { elapsed }),
    metrics: parts.flatMap(({ metrics }) => metrics ?? []),
  };
}

/**
 * How far a step is.
 *
 * @param {StepRun} step
 * @param {RunState['state']} runState
 * @returns {Description | undefined} undefined where there is nothing to say
 */
function describeStep({ name, state, seconds, elapsed, reason }, runState) {
  const ran = reason === undefined ? '' : `, because ${becauseOf(reason)}`;
  const time = seconds === undefined ? '' : ` ${duration(seconds)}`;
  switch (state) {
    case 'waiting':
      return runState === 'running'
        ? { text: '$(clock) waiting', label: 'waiting', tooltip: `Step ${name} has not started yet` }
        : undefined;
    case 'running':
      return runState === 'running'
        ? { text: `$(loading~spin) running${elapsed ? ` ${duration(elapsed)}` : ''}`, label: 'running', tooltip: `Step ${name} is running${ran}` }
        : { text: '$(circle-slash) stopped', label: 'stopped', tooltip: `Step ${name} was stopped` };
    case 'done':
      return {
        text: `$(check)${time || ' done'}`,
        label: `✓${time || ' done'}`,
        tooltip: `Step ${name} ran${time && ` for${time}`}${ran}`,
      };
    case 'cached':
      return {
        text: '$(check) from the cache',
        label: '✓ cached',
        tooltip: `The results of step ${name} are from an earlier run`,
      };
    case 'failed':
      return {
        text: `$(error) failed${time && ` after${time}`}`,
        label: '✗ failed',
        tooltip: `Step ${name} failed${time && ` after${time}`}`,
      };
    case 'skipped':
      return {
        text: '$(debug-step-over) not run',
        label: 'not run',
        tooltip: `Step ${name} did not run, because a step before it failed`,
      };
  }
}

/**
 * What the graph says of a run's steps.
 *
 * @param {RunState | undefined} run
 * @returns {{ name: string, state: StepState | 'stopped', label: string, tooltip: string }[]}
 */
function describeSteps(run) {
  return (run?.steps ?? []).flatMap((step) => {
    const described = describeStep(step, run?.state ?? 'stopped');
    if (described === undefined) return [];
    const { label, tooltip } = described;
    const state = step.state === 'running' && run?.state !== 'running' ? 'stopped' : step.state;
    return [{ name: step.name, state, label, tooltip }];
  });
}

/**
 * A reason of the server as a clause: most are one, the others name what is the case.
 *
 * @param {string} reason
 */
function becauseOf(reason) {
  switch (reason) {
    case 'first run':
      return 'this is its first run';
    case 'asked for':
      return 'you asked for it';
    default:
      return reason;
  }
}

/**
 * @param {readonly Metric[]} metrics
 * @returns {string} an empty string if there is none
 */
function describeMetrics(metrics) {
  return metrics.map(({ name, value }) => `${name} = ${value === null ? 'not a number' : rounded(value)}`).join(', ');
}

/** @param {string} message */
function describeError(message) {
  const [line] = message.split('\n');
  return line.length <= ERROR_LENGTH ? line : `${line.slice(0, ERROR_LENGTH - 1).trimEnd()}…`;
}

/**
 * Where a run failed.
 *
 * @param {RunState | undefined} run
 * @returns {{ step: string, error: NonNullable<StepRun['error']> } | undefined}
 */
function failureOf(run) {
  const failed = run?.steps.find(({ error }) => error !== undefined);
  return failed?.error === undefined ? undefined : { step: failed.name, error: failed.error };
}

/** @param {number} seconds */
function duration(seconds) {
  if (seconds < 0.1) return 'under 0.1 s';
  if (seconds < 60) return `${seconds < 10 && !Number.isInteger(seconds) ? seconds.toFixed(1) : Math.round(seconds)} s`;
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  return minutes < 60 ? `${minutes} min ${whole % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** @param {number} value */
function rounded(value) {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(5)));
}

module.exports = { describeError, describeMetrics, describeStep, describeSteps, failureOf, stepOfCell };
