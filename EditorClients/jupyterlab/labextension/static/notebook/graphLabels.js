/**
 * Where the labels of arrows go, so that none is written over another: around the middle of an arrow's first part, on the
 * first of three lines that is free there.
 */

/** The width of a character of a label. */
const CHARACTER = 6.1;
const LINE = 11;
const LINES = [0, -LINE, LINE];
const GAP = 4;

/** The width of a picture that a label fits into, also in a font that is a little wider. */
export function roomFor(label) {
  return label.length * CHARACTER + 2 * GAP;
}

/**
 * @param {{points: {x: number, y: number}[], label: string}[]} arrows
 * @param {number} width of the picture, which no label is wider than
 * @returns {({x: number, y: number} | null)[]} the middle of each label; null where there is no room, or no label
 */
export function placeLabels(arrows, width) {
  const labels = arrows.flatMap(({ points: [a, b], label }, index) => {
    if (label === '') return [];
    const half = (label.length * CHARACTER) / 2;
    const x = Math.max(half, Math.min((a.x + b.x) / 2, width - half));
    return [{ index, half, x, y: (a.y + b.y) / 2 }];
  });
  labels.sort((a, b) => a.x - a.half - (b.x - b.half) || a.index - b.index);
  /** Where the last label ends on each line, by the lines' heights. */
  const ends = new Map();
  const places = arrows.map(() => null);
  for (const { index, half, x, y } of labels) {
    const line = LINES.find(offset => (ends.get(y + offset) ?? -Infinity) + GAP <= x - half);
    if (line === undefined) continue;
    ends.set(y + line, x + half);
    places[index] = { x, y: y + line };
  }
  return places;
}
