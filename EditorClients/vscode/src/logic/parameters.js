'use strict';

/**
 * Values of pipeline parameters that a person typed.
 */

/** @typedef {{ name: string, type?: string, default?: unknown }} Parameter */

/**
 * The parameters whose value is not the default, as values of JSON.
 *
 * @param {Parameter[]} parameters
 * @param {Map<string, string>} answers what was typed, by the parameters' names
 * @returns {{ [name: string]: unknown }}
 */
function changedParameters(parameters, answers) {
  /** @type {{ [name: string]: unknown }} */
  const changed = {};
  for (const parameter of parameters) {
    const answer = answers.get(parameter.name);
    if (answer === undefined || answer === String(parameter.default ?? '')) continue;
    changed[parameter.name] = valueOf(answer, parameter);
  }
  return changed;
}

/**
 * @param {string} answer
 * @param {Parameter} parameter
 */
function valueOf(answer, parameter) {
  const written = answer.trim();
  switch (parameter.type) {
    case 'int':
      if (/^[-+]?\d+$/.test(written)) return Number(written);
      throw new Error(`${parameter.name} must be an integer, got ${written}.`);
    case 'float': {
      const value = Number(written);
      if (written !== '' && Number.isFinite(value)) return value;
      throw new Error(`${parameter.name} must be a number, got ${written}.`);
    }
    case 'bool':
      if (/^(true|false)$/i.test(written)) return written.toLowerCase() === 'true';
      throw new Error(`${parameter.name} must be true or false, got ${written}.`);
    default:
      return answer;
  }
}

module.exports = { changedParameters };
