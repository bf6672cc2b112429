'use strict';

/**
 * Kale's tags of a cell: where they stand in the metadata that VS Code has of it, and what they say.
 */

/** @typedef {import('./outline').CellOutline} CellOutline */
/** @typedef {CellOutline['role']} Role */
/** @typedef {{ [key: string]: any }} Metadata */

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
 * The object that holds `tags`: what the notebook file has as the cell's metadata. VS Code keeps it at `metadata`,
 * older versions at `custom.metadata`, other makers of notebooks at the top.
 *
 * @param {Metadata} metadata
 * @returns {string[]} the keys that lead there
 */
function pathOfFileMetadata(metadata) {
  if (isObject(metadata.custom?.metadata)) return ['custom', 'metadata'];
  return Array.isArray(metadata.tags) ? [] : ['metadata'];
}

/**
 * @param {Metadata} metadata
 * @returns {string[]}
 */
function tagsOf(metadata) {
  const holder = pathOfFileMetadata(metadata).reduce((value, key) => value?.[key], metadata);
  const tags = isObject(holder) ? holder.tags : undefined;
  return Array.isArray(tags) ? tags.filter((tag) => typeof tag === 'string') : [];
}

/**
 * The same metadata with each tag replaced by what `change` makes of it. What is no string stays as it is.
 *
 * @param {Metadata} metadata
 * @param {(tag: string) => string} change
 * @returns {Metadata}
 */
function mappingTags(metadata, change) {
  /** @type {(value: any, keys: string[]) => any} */
  const within = (value, keys) => {
    if (!isObject(value)) return value;
    if (keys.length > 0 && !(keys[0] in value)) return value;
    if (keys.length > 0) return { ...value, [keys[0]]: within(value[keys[0]], keys.slice(1)) };
    if (!Array.isArray(value.tags)) return value;
    return { ...value, tags: value.tags.map((/** @type {unknown} */ tag) => (typeof tag === 'string' ? change(tag) : tag)) };
  };
  return within(metadata, pathOfFileMetadata(metadata));
}

/**
 * What a tag is once the step has its new name.
 *
 * @param {string} tag
 * @param {string} from
 * @param {string} to
 */
function renamingStep(tag, from, to) {
  return ['step', 'prev'].some((kind) => tag === `${kind}:${from}`) ? tag.replace(/:.*$/, `:${to}`) : tag;
}

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
  if (!STEP_NAME.test(name)) return 'Lowercase letters, digits and _, not starting with a digit.';
  if (name === '_tmp' || PLAIN_ROLES.some((role) => role === name)) return `Kale keeps ${name} for itself.`;
  return undefined;
}

/** @param {any} value */
function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

module.exports = {
  PLAIN_ROLES,
  tagsOf,
  mappingTags,
  renamingStep,
  tagsForRole,
  tagsForPrevious,
  problemOfStepName,
};
