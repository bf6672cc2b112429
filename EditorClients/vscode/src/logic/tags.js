'use strict';

/**
 * Kale's tags of a cell, for what a person chooses.
 */

/** @typedef {import('./outline').CellOutline} CellOutline */
/** @typedef {CellOutline['role']} Role */

/** Roles that are a tag of their own. Beside such a tag Kale ignores every other one of the cell. */
const PLAIN_ROLES = /** @type {const} */ ([
  'imports',
  'functions',
  'pipeline-parameters',
  'pipeline-metrics',
  'skip',
]);

/** What Kale takes for the name of a step. */
const STEP_NAME = /^[_a-z][_a-z0-9]*$/;

/**
 * Kale's tags that make a cell what a person chose, keeping what can be kept of those it has: from step to step its
 * configuration stays, and its previous steps do.
 *
 * @param {{ role: Role, step?: string }} choice
 * @param {readonly string[]} tags those of the cell, of other tools too
 * @returns {string[]}
 */
function tagsForRole({ role, step }, tags) {
  switch (role) {
    case 'none':
      return [];
    case 'step':
      return [`step:${step}`, ...tags.filter((tag) => belongsToStep(tag) && tag !== `prev:${step}`)];
    case 'notebook':
      return [`notebook:${step}`, ...tags.filter((tag) => tag.startsWith('prev:'))];
    default:
      return [role];
  }
}

/**
 * @param {readonly string[]} previous names of steps
 * @param {readonly string[]} tags those of the cell, of other tools too
 * @returns {string[]} Kale's tags of the cell, with these previous steps and no others
 */
function tagsForPrevious(previous, tags) {
  const head = tags.filter((tag) => /^(step|notebook):/.test(tag));
  const configuration = tags.filter((tag) => belongsToStep(tag) && !tag.startsWith('prev:'));
  return [...head, ...previous.map((name) => `prev:${name}`), ...configuration];
}

/** @param {string} tag */
function belongsToStep(tag) {
  return /^(prev|limit|label|annotation|secret|image|cache|report):/.test(tag);
}

/**
 * @param {string} name
 * @returns {string | undefined} why a step cannot be called so
 */
function problemOfStepName(name) {
  if (name === '') return 'A step needs a name.';
  if (!STEP_NAME.test(name)) return 'Use lowercase letters, digits and _, and do not start with a digit.';
  if (name === '_tmp' || PLAIN_ROLES.some((role) => role === name)) return `Kale reserves the name ${name}.`;
  return undefined;
}

module.exports = { PLAIN_ROLES, tagsForRole, tagsForPrevious, problemOfStepName };
