/**
 * Where the boxes, arrows and labels of a pipeline go: steps in rows, each below the steps that it runs after.
 *
 * @typedef {{name: string, lines: string[], x: number, y: number, width: number, height: number}} Box
 * @typedef {{x: number, y: number}} Point
 * @typedef {{from: string, to: string, points: Point[], lines: string[], label: Point | null}} Arrow with the lines of
 *   its label and the middle of the first one
 */

import { LABEL_LINE, placeLabels, roomFor } from './graphLabels.js';
import { linesOfName } from './graphText.js';

const CHARACTER = 7.3;
const PADDING = 44;
export const NAME_LINE = 15;
const HEIGHT = 30;
const GAP = 20;
/** The least room between two rows, and the room above and below the labels there. */
const ROW_GAP = 42;
const LABEL_MARGIN = 5;
const MARGIN = 10;
/** The room that an arrow takes that passes a row. */
const LANE = 14;
/** More arrows through rows than this are drawn straight. */
const MOST_LANES = 2000;
const SWEEPS = 6;

/**
 * @param {string[]} names of the steps, in their order
 * @param {[string, string, string[]?][]} edges from a step to one that runs after it, with the lines of the label
 * @returns {{width: number, height: number, boxes: Box[], arrows: Arrow[]}}
 */
export function layOut(names, edges) {
  const known = new Set(names);
  const drawn = edges.filter(([from, to]) => known.has(from) && known.has(to) && from !== to);
  const rowOf = rows(names, drawn);
  const { layers, chains } = withLanes(names, drawn, rowOf);
  order(layers);
  place(layers);
  const width = centre(layers.flat(), Math.max(0, ...drawn.map(([, , lines = []]) => roomFor(lines))));
  const labels = labelsOf(layers, chains, width);
  const height = stack(layers, labels);
  const boxes = layers
    .flat()
    .filter(node => node.name !== null)
    .map(({ name, lines, x, y, width, height }) => ({ name, lines, x: x - width / 2, y: y - height / 2, width, height }));
  return { width, height, boxes, arrows: chains.map(chain => arrowOf(chain, labels)) };
}

/** Moves the nodes to where they are in the picture, and returns its width, which all labels have room in. */
function centre(nodes, leastWidth) {
  const left = Math.min(0, ...nodes.map(node => node.x - node.width / 2));
  const right = Math.max(0, ...nodes.map(node => node.x + node.width / 2));
  const width = Math.max(right - left + MARGIN * 2, leastWidth);
  for (const node of nodes) node.x += (width - right - left) / 2;
  return width;
}

/** The labels between each row and the next, which are those of the arrows whose first part is there. */
function labelsOf(layers, chains, width) {
  const byRow = layers.map(() => []);
  for (const chain of chains) byRow[rowOfLabel(chain)].push(chain);
  return byRow.map(own => {
    const middles = own.map(({ nodes: [a, b], lines }) => ({ x: (a.x + b.x) / 2, lines }));
    const { count, places } = placeLabels(middles, width);
    return { count, top: 0, places: new Map(own.map((chain, index) => [chain, places[index]])) };
  });
}

/** The row below which an arrow has its label. */
function rowOfLabel({ nodes: [a, b] }) {
  return Math.min(a.row, b.row);
}

/** Puts the rows below each other, with room for the labels, and returns the height of the picture. */
function stack(layers, labels) {
  let bottom = 0;
  let y = MARGIN;
  for (const [row, layer] of layers.entries()) {
    const height = Math.max(...layer.map(node => node.height));
    for (const node of layer) node.y = y + height / 2;
    bottom = y + height + MARGIN;
    const { count } = labels[row];
    const gap = Math.max(ROW_GAP, count * LABEL_LINE + 2 * LABEL_MARGIN);
    labels[row].top = y + height + (gap - count * LABEL_LINE) / 2;
    y += height + gap;
  }
  return bottom;
}

function arrowOf(chain, labels) {
  const { from, to, nodes, lines } = chain;
  const points = nodes.map(({ x, y }) => ({ x, y }));
  points[0].y += nodes[0].height / 2;
  points.at(-1).y -= nodes.at(-1).height / 2;
  const { top, places } = labels[rowOfLabel(chain)];
  const place = places.get(chain);
  const label = place && { x: place.x, y: top + (place.line + 0.5) * LABEL_LINE };
  return { from, to, points, lines, label };
}

/** The row of each step: below all that it runs after. Steps on a cycle come where the cycle is entered. */
function rows(names, edges) {
  const before = new Map(names.map(name => [name, []]));
  for (const [from, to] of edges) before.get(to).push(from);
  const result = new Map();
  for (const start of names) {
    // A stack of our own, since a pipeline may be a thousand steps long.
    const open = new Set();
    const stack = [start];
    while (stack.length > 0) {
      const name = stack.at(-1);
      if (result.has(name)) {
        stack.pop();
        continue;
      }
      const missing = open.has(name)
        ? []
        : before.get(name).filter(each => !result.has(each) && !open.has(each));
      open.add(name);
      if (missing.length > 0) {
        stack.push(...missing);
        continue;
      }
      const above = before.get(name).map(each => result.get(each) ?? -1);
      result.set(name, Math.max(-1, ...above) + 1);
      stack.pop();
    }
  }
  return result;
}

/** The rows with a lane for each arrow that passes them. */
function withLanes(names, edges, rowOf) {
  const layers = [];
  const add = node => {
    (layers[node.row] ??= []).push(node);
    return node;
  };
  const boxes = new Map(
    names.map(name => {
      const lines = linesOfName(name);
      const width = Math.max(...lines.map(line => line.length)) * CHARACTER + PADDING;
      const height = HEIGHT + (lines.length - 1) * NAME_LINE;
      return [name, add({ name, lines, row: rowOf.get(name), width, height, x: 0, above: [], below: [] })];
    })
  );
  const chains = [];
  let lanes = 0;
  for (const [from, to, lines = []] of edges) {
    const [start, end] = [boxes.get(from), boxes.get(to)];
    const passed = end.row - start.row - 1;
    const nodes = [start];
    if (passed > 0 && lanes + passed <= MOST_LANES) {
      lanes += passed;
      for (let row = start.row + 1; row < end.row; row += 1) {
        nodes.push(add({ name: null, row, width: LANE, height: 0, x: 0, above: [], below: [] }));
      }
    }
    nodes.push(end);
    for (let index = 1; index < nodes.length; index += 1) {
      nodes[index - 1].below.push(nodes[index]);
      nodes[index].above.push(nodes[index - 1]);
    }
    chains.push({ from, to, nodes, lines });
  }
  return { layers, chains };
}

/** Orders each row by where its neighbours are, so that fewer arrows cross. */
function order(layers) {
  const number = layer => {
    for (const [index, node] of layer.entries()) node.index = index;
  };
  layers.forEach(number);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (const layer of isDown ? layers : layers.toReversed()) {
      for (const node of layer) {
        const neighbours = isDown ? node.above : node.below;
        node.weight =
          neighbours.length === 0
            ? node.index
            : neighbours.reduce((sum, each) => sum + each.index, 0) / neighbours.length;
      }
      layer.sort((a, b) => a.weight - b.weight || a.index - b.index);
      number(layer);
    }
  }
}

/** Puts the nodes of each row side by side, and then as near to their neighbours as there is room. */
function place(layers) {
  for (const layer of layers) {
    const width = layer.reduce((sum, node) => sum + node.width + GAP, -GAP);
    let x = -width / 2;
    for (const node of layer) {
      node.x = x + node.width / 2;
      x += node.width + GAP;
    }
  }
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (const layer of isDown ? layers : layers.toReversed()) align(layer, isDown);
  }
}

function align(layer, isDown) {
  const wished = layer.map(node => {
    const neighbours = isDown ? node.above : node.below;
    if (neighbours.length === 0) return node.x;
    return neighbours.reduce((sum, each) => sum + each.x, 0) / neighbours.length;
  });
  const fromLeft = [];
  for (const [index, node] of layer.entries()) {
    const least = index === 0 ? -Infinity : fromLeft[index - 1] + distance(layer[index - 1], node);
    fromLeft.push(Math.max(wished[index], least));
  }
  const fromRight = [];
  for (let index = layer.length - 1; index >= 0; index -= 1) {
    const most =
      index === layer.length - 1
        ? Infinity
        : fromRight[index + 1] - distance(layer[index], layer[index + 1]);
    fromRight[index] = Math.min(wished[index], most);
  }
  // The mean of two placements that keep their distances keeps them as well.
  for (const [index, node] of layer.entries()) node.x = (fromLeft[index] + fromRight[index]) / 2;
}

function distance(a, b) {
  return (a.width + b.width) / 2 + GAP;
}
