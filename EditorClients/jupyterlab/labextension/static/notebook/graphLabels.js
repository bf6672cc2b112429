/**
 * Where the labels of arrows go, so that none is written over another: around the middle of an arrow's first part, on
 * the uppermost lines between the two rows that are free there.
 */

/** The width of a character of a label. */
const CHARACTER = 6.1;
export const LABEL_LINE = 11;
const GAP = 4;
/** The most lines between two rows: a label that needs others is not shown. */
const MOST_LINES = 12;

/** The width of a picture that a label fits into, also in a font that is a little wider. */
export function roomFor(lines) {
  return widthOf(lines) + 2 * GAP;
}

function widthOf(lines) {
  return Math.max(0, ...lines.map(line => line.length)) * CHARACTER;
}

/**
 * @param {{x: number, lines: string[]}[]} labels of the arrows between two rows, with where the middle of each would be
 * @param {number} width of the picture, which no label is wider than
 * @returns {{count: number, places: ({x: number, line: number} | null)[]}} the number of lines, and of each label its
 *   middle and its first line; null where there is no room, or no label
 */
export function placeLabels(labels, width) {
  const placed = labels.flatMap(({ x, lines }, index) => {
    if (lines.length === 0) return [];
    const half = widthOf(lines) / 2;
    return [{ index, half, height: lines.length, x: Math.max(half, Math.min(x, width - half)) }];
  });
  placed.sort((a, b) => a.x - a.half - (b.x - b.half) || a.index - b.index);
  /** Where the last label ends on each line. */
  const ends = [];
  const places = labels.map(() => null);
  for (const { index, half, height, x } of placed) {
    const line = firstFree(ends, height, x - half);
    if (line === null) continue;
    for (let each = line; each < line + height; each += 1) ends[each] = x + half;
    places[index] = { x, line };
  }
  return { count: ends.length, places };
}

/** The first of as many lines as a label has that are free from its left edge on; null if there are none. */
function firstFree(ends, height, left) {
  for (let line = 0; line + height <= MOST_LINES; line += 1) {
    const lines = ends.slice(line, line + height);
    if (lines.every(end => end === undefined || end + GAP <= left)) return line;
  }
  return null;
}
