'use strict';

/**
 * What a person is offered for a cell.
 */

const { ROLE_TITLES, stepNames } = require('./outline');
const { PLAIN_ROLES } = require('./tags');

/** @typedef {import('./outline').CellOutline} CellOutline */
/** @typedef {import('./outline').NotebookOutline} NotebookOutline */
/**
 * @typedef {object} RoleOffer
 * @property {string} label
 * @property {string} description
 * @property {{ role: CellOutline['role'], step?: string } | 'new-step' | 'previous-steps'} choice
 */

const PURPOSES = {
  imports: 'runs at the start of every step',
  functions: 'runs at the start of every step, after the imports',
  'pipeline-parameters': 'name = value; a run can override the value',
  'pipeline-metrics': 'print(name); reported for every run',
  skip: 'left out of the pipeline',
};

/**
 * @param {NotebookOutline} outline
 * @param {CellOutline} cell
 * @returns {RoleOffer[]} the likely ones first
 */
function roleOffers(outline, cell) {
  const isStep = cell.role === 'step' && !cell.isContinuation;
  const steps = stepNames(outline).filter((name) => name !== cell.step || cell.isContinuation);
  /** @type {RoleOffer[]} */
  const offers = [
    { label: 'New step…', description: 'start a new step', choice: 'new-step' },
    ...steps.map((step) => /** @type {RoleOffer} */ ({
      label: `Step ${step}`,
      description: 'join this step',
      choice: { role: 'step', step },
    })),
    ...PLAIN_ROLES.map((role) => /** @type {RoleOffer} */ ({
      label: ROLE_TITLES[role],
      description: PURPOSES[role],
      choice: { role },
    })).filter((offer) => cell.isContinuation || offer.label !== ROLE_TITLES[cell.role]),
  ];
  if (isStep) {
    offers.unshift({
      label: `Runs after…`,
      description: cell.previous.length === 0 ? 'no steps' : cell.previous.join(', '),
      choice: 'previous-steps',
    });
  }
  if (cell.tags.length > 0) {
    offers.push({ label: 'No tag', description: 'belongs to the cell above', choice: { role: 'none' } });
  }
  return offers;
}

/**
 * Steps that a step may run after: those whose head stands above it.
 *
 * @param {NotebookOutline} outline
 * @param {CellOutline} cell
 */
function possiblePreviousSteps(outline, cell) {
  const above = { ...outline, cells: outline.cells.filter((other) => other.cell < cell.cell) };
  return stepNames(above).filter((name) => name !== cell.step);
}

module.exports = { roleOffers, possiblePreviousSteps };
