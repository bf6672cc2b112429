'use strict';

/**
 * What the commands `kale.compile` and `kale.run` answer, told to a person.
 */

const path = require('node:path');
const { describeMetrics } = require('./runState');

/**
 * @typedef {object} CompileResult
 * @property {string | null} pipelineSpecPath
 * @property {string | null} dslPath
 * @property {{ severity?: number }[]} diagnostics
 */
/**
 * @typedef {object} RunResult
 * @property {boolean} succeeded
 * @property {string} [text] what went wrong
 * @property {string} [runURL] where a run on a server is shown
 * @property {{ name: string, state: import('./runState').StepState, metrics?: import('./runState').Metric[] }[]} tasks
 */

const ERROR = 1;

/**
 * @param {CompileResult} result
 * @returns {{ succeeded: boolean, message: string }}
 */
function describeCompilation(result) {
  const files = [result.pipelineSpecPath, result.dslPath].flatMap((file) => (file === null ? [] : [file]));
  if (files.length > 0) {
    const [first] = files;
    const folder = path.basename(path.dirname(first));
    const names = files.map((file) => path.basename(file)).join(' and ');
    return { succeeded: true, message: `Wrote ${names} to ${folder}.` };
  }
  const errors = (result.diagnostics ?? []).filter(({ severity }) => severity === ERROR).length;
  const found = errors === 0 ? 'The notebook has errors' : `The notebook has ${counted(errors, 'error')}`;
  return { succeeded: false, message: `${found}, so it was not compiled.` };
}

/**
 * @param {RunResult} result
 * @returns {string}
 */
function describeRun(result) {
  if (!result.succeeded) return result.text ?? 'The pipeline failed.';
  const cached = result.tasks.filter(({ state }) => state === 'cached').length;
  const ran = result.tasks.filter(({ state }) => state === 'done').length;
  const fromCache = ran === 0 ? counted(cached, 'step') : String(cached);
  const steps = [
    ...(ran > 0 || cached === 0 ? [`${counted(ran, 'step')} ran`] : []),
    ...(cached > 0 ? [`${fromCache} from the cache`] : []),
  ].join(', ');
  const metrics = describeMetrics(result.tasks.flatMap((task) => task.metrics ?? []));
  return `The run succeeded: ${steps}.${metrics === '' ? '' : ` ${metrics}.`}`;
}

/**
 * @param {number} count
 * @param {string} noun
 */
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

module.exports = { describeCompilation, describeRun, counted };
