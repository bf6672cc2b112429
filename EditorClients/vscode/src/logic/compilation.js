'use strict';

/**
 * What the commands `kale.compile` and `kale.run` answer, told to a person.
 */

const path = require('node:path');

/**
 * @typedef {object} CompileResult
 * @property {string | null} pipelineSpecPath
 * @property {string | null} dslPath
 * @property {{ severity?: number }[]} diagnostics
 */
/**
 * @typedef {object} RunResult
 * @property {boolean} succeeded
 * @property {string} [text]
 * @property {string} [runURL]
 * @property {{ name: string, state: string }[]} [tasks]
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
    return { succeeded: true, message: `Wrote ${names} into ${folder}.` };
  }
  const errors = (result.diagnostics ?? []).filter(({ severity }) => severity === ERROR).length;
  const found = errors === 0 ? 'The notebook has errors' : `The notebook has ${counted(errors, 'error')}`;
  return { succeeded: false, message: `${found}, so no pipeline was written.` };
}

/**
 * @param {RunResult} result
 * @returns {string}
 */
function describeRun(result) {
  const text = result.text?.trim();
  if (text) return text;
  if (result.runURL !== undefined) return 'The pipeline was submitted.';
  if (result.succeeded) return `The pipeline ran: ${counted(result.tasks?.length ?? 0, 'step')}.`;
  const failed = (result.tasks ?? []).filter(({ state }) => !/succeeded|skipped/i.test(state)).map(({ name }) => name);
  return failed.length === 0 ? 'The pipeline did not run.' : `The pipeline failed at ${failed.join(', ')}.`;
}

/**
 * @param {number} count
 * @param {string} noun
 */
function counted(count, noun) {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

module.exports = { describeCompilation, describeRun, counted };
