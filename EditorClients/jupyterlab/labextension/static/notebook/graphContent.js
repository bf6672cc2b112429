import { stepHues } from './hues.js';
import { statesByStep } from './runState.js';

/**
 * What the picture of a pipeline shows: it is drawn again when this changes.
 *
 * @param {object} notebook
 * @param {{steps: object[], edges: [string, string][], order?: {from: string, to: string}[]}} graph as the server gives it
 */
export function graphContent(notebook, { steps, edges, order = [] }) {
  const hues = stepHues(notebook.outline);
  const states = statesByStep(notebook.run);
  const problems = problemsByStep(notebook);
  const labels = labelsOfEdges(notebook.outline);
  const all = [...edges, ...order.map(({ from, to }) => [from, to])];
  return {
    steps: steps.map(({ name, previous }) => ({
      name,
      previous,
      hue: hues.get(name) ?? null,
      state: withoutClock(states.get(name) ?? null),
      problems: problems.get(name) ?? []
    })),
    edges: all.map(edge => [...edge, labels.get(edge.join('\n')) ?? []])
  };
}

/**
 * The severities of what is wrong in the cells of each step, errors first. The picture says no more of them: with their
 * messages and places it would be drawn again while one types.
 */
function problemsByStep(notebook) {
  const result = new Map();
  for (const { step, uri } of notebook.outline.cells) {
    if (!step) continue;
    const problems = notebook
      .markedDiagnosticsOf(uri)
      .map(({ severity = 1 }) => ({ severity }))
      .filter(({ severity }) => severity <= 2);
    if (problems.length === 0) continue;
    const all = [...(result.get(step) ?? []), ...problems];
    result.set(step, all.sort((a, b) => a.severity - b.severity));
  }
  return result;
}

/** The names that one step passes to another, by both. */
function labelsOfEdges(outline) {
  const result = new Map();
  const seen = new Set();
  for (const { step, inputs = [] } of outline.cells) {
    if (!step || seen.has(step)) continue;
    seen.add(step);
    for (const { name, from } of inputs) {
      const key = `${from}\n${step}`;
      const before = result.get(key) ?? [];
      result.set(key, [...before, name]);
    }
  }
  return result;
}

/** The graph is not drawn again each second: a box has no room for the time. */
function withoutClock(state) {
  if (state === null) return null;
  const { elapsed, ...rest } = state;
  return rest;
}
