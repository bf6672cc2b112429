/**
 * How far apart the colours of two steps are that follow each other, in degrees: no two of the first dozen
 * look alike.
 */
const HUE_STEP = 137.5;
const FIRST_HUE = 205;

const known = new WeakMap();

/**
 * The colours of the steps, by their names: the same at the cells and in the graph.
 *
 * @param {object | null} outline the answer to `kale/outline`
 * @returns {Map<string, number>} hues in degrees
 */
export function stepHues(outline) {
  if (outline === null) return new Map();
  const before = known.get(outline);
  if (before !== undefined) return before;
  const hues = hueBySteps(outline);
  known.set(outline, hues);
  return hues;
}

function hueBySteps(outline) {
  const steps = new Set(outline.cells.map(({ step }) => step).filter(Boolean));
  return new Map([...steps].map((step, index) => [step, (FIRST_HUE + index * HUE_STEP) % 360]));
}
