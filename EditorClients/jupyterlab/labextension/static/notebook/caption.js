/**
 * What stands above a cell: its role, and the data that comes and goes.
 *
 * @typedef {object} Caption
 * @property {string} kind of the role, for its looks: `step`, `block` (shared code), `skip` or `none`
 * @property {string} title the role in a word or two
 * @property {string} description the same in a sentence
 * @property {string | null} step the step's name
 * @property {boolean} isContinuation whether the cell only goes on with a cell above
 * @property {{label: string, text: string, title: string}[]} details
 */

const BLOCKS = {
  imports: ['imports', 'Runs at the start of every step'],
  functions: ['functions', 'Runs at the start of every step, after the imports'],
  'pipeline-parameters': ['parameters', 'Pipeline parameters with their defaults'],
  'pipeline-metrics': ['metrics', 'Pipeline metrics'],
  skip: ['skipped', 'Not part of the pipeline'],
  none: ['no step', 'Untagged code before the first tagged cell is not part of the pipeline']
};

/** Captions by the cells of outlines, which stay the same objects as long as nothing in them changes. */
const known = new WeakMap();

/**
 * The captions of an outline's cells, by the cells' URIs. The data of a step stands above its first cell
 * alone.
 *
 * @param {object | null} outline the answer to `kale/outline`
 * @returns {Map<string, Caption>}
 */
export function captions(outline) {
  const seen = new Set();
  const entries = (outline?.cells ?? []).map(cell => {
    const isContinuation = cell.isContinuation || seen.has(cell.step);
    if (cell.step) seen.add(cell.step);
    return [cell.uri, knownCaption(cell, isContinuation)];
  });
  return new Map(entries);
}

function knownCaption(cell, isContinuation) {
  const before = known.get(cell);
  if (before?.isContinuation === isContinuation) return before;
  const made = caption({ ...cell, isContinuation });
  known.set(cell, made);
  return made;
}

function caption(cell) {
  const isStep = cell.role === 'step' || cell.role === 'notebook';
  if (!isStep) {
    const [title, description] = BLOCKS[cell.role] ?? [cell.role, ''];
    const kind = cell.role === 'skip' || cell.role === 'none' ? cell.role : 'block';
    return { kind, title, description, step: null, isContinuation: cell.isContinuation, details: [] };
  }
  const description = cell.isContinuation ? `Continues step ${cell.step}` : `Step ${cell.step}`;
  const details = cell.isContinuation ? [] : stepDetails(cell);
  const { step, isContinuation } = cell;
  return { kind: 'step', title: step ?? '', description, step, isContinuation, details };
}

function stepDetails({ previous = [], inputs = [], outputs = [], parameters = [], metrics = [] }) {
  const details = [];
  if (previous.length > 0) {
    details.push({ label: 'after', text: previous.join(', '), title: `Runs after ${previous.join(', ')}` });
  }
  if (inputs.length > 0) {
    const sources = inputs.map(({ name, from }) => (from ? `${name} from ${from}` : name));
    details.push({
      label: '←',
      text: inputs.map(({ name }) => name).join(', '),
      title: `Uses ${sources.join(', ')}`
    });
  }
  if (outputs.length > 0) {
    details.push({
      label: '→',
      text: outputs.join(', '),
      title: `Passes ${outputs.join(', ')} to other steps`
    });
  }
  if (parameters.length > 0) {
    details.push({
      label: 'parameters',
      text: parameters.join(', '),
      title: `Uses parameters ${parameters.join(', ')}`
    });
  }
  if (metrics.length > 0) {
    details.push({
      label: 'metrics',
      text: metrics.join(', '),
      title: `Reports metrics ${metrics.join(', ')}`
    });
  }
  return details;
}
