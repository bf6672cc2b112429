/**
 * Where the boxes and arrows of a pipeline go: steps in rows, each below the steps that it runs after.
 *
 * @typedef {{name: string, x: number, y: number, width: number, height: number}} Box
 * @typedef {{from: string, to: string, points: {x: number, y: number}[]}} Arrow
 */

const CHARACTER = 7.3;
const PADDING = 44;
const HEIGHT = 30;
const GAP = 20;
const ROW = 72;
const MARGIN = 10;
/** The room that an arrow takes that passes a row. */
const LANE = 14;
/** More arrows through rows than this are drawn straight. */
const MOST_LANES = 2000;
const SWEEPS = 6;

/** The longest name that is shown whole, in characters. */
export const LONGEST_NAME = 26;

/**
 * @param {string[]} names of the steps, in their order
 * @param {[string, string][]} edges from a step to one that runs after it
 * @param {number} leastWidth of the picture, which the steps are in the middle of
 * @returns {{width: number, height: number, boxes: Box[], arrows: Arrow[]}}
 */
export function layOut(names, edges, leastWidth = 0) {
  const known = new Set(names);
  const drawn = edges.filter(([from, to]) => known.has(from) && known.has(to) && from !== to);
  const rowOf = rows(names, drawn);
  const { layers, chains } = withLanes(names, drawn, rowOf);
  order(layers);
  place(layers);
  const nodes = layers.flat();
  const left = Math.min(0, ...nodes.map(node => node.x - node.width / 2));
  const right = Math.max(0, ...nodes.map(node => node.x + node.width / 2));
  const width = Math.max(right - left + MARGIN * 2, leastWidth);
  const shift = (width - right - left) / 2;
  const point = node => ({ x: node.x + shift, y: MARGIN + node.row * ROW + HEIGHT / 2 });
  const boxes = nodes
    .filter(node => node.name !== null)
    .map(node => {
      const { x, y } = point(node);
      return { name: node.name, x: x - node.width / 2, y: y - HEIGHT / 2, width: node.width, height: HEIGHT };
    });
  const arrows = chains.map(({ from, to, nodes: chain }) => {
    const points = chain.map(point);
    points[0] = { ...points[0], y: points[0].y + HEIGHT / 2 };
    const last = points.length - 1;
    points[last] = { ...points[last], y: points[last].y - HEIGHT / 2 };
    return { from, to, points };
  });
  const height = layers.length === 0 ? 0 : MARGIN * 2 + (layers.length - 1) * ROW + HEIGHT;
  return { width, height, boxes, arrows };
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
      const width = Math.min(name.length, LONGEST_NAME) * CHARACTER + PADDING;
      return [name, add({ name, row: rowOf.get(name), width, x: 0, above: [], below: [] })];
    })
  );
  const chains = [];
  let lanes = 0;
  for (const [from, to] of edges) {
    const [start, end] = [boxes.get(from), boxes.get(to)];
    const passed = end.row - start.row - 1;
    const nodes = [start];
    if (passed > 0 && lanes + passed <= MOST_LANES) {
      lanes += passed;
      for (let row = start.row + 1; row < end.row; row += 1) {
        nodes.push(add({ name: null, row, width: LANE, x: 0, above: [], below: [] }));
      }
    }
    nodes.push(end);
    for (let index = 1; index < nodes.length; index += 1) {
      nodes[index - 1].below.push(nodes[index]);
      nodes[index].above.push(nodes[index - 1]);
    }
    chains.push({ from, to, nodes });
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
