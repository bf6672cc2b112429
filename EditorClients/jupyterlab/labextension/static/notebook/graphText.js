/**
 * The texts of the graph, in lines that a narrow panel has room for. A text that is too long for a line goes on in the
 * next one: a name that is cut may stand for several.
 */

/** The most characters in a line of a step's box, and of what stands at an arrow. */
const LONGEST_NAME_LINE = 26;
const LONGEST_LABEL_LINE = 22;
const MOST_LABEL_LINES = 3;

/** A step's name, broken after underscores where there are any. */
export function linesOfName(name) {
  return fill(name.match(/[^_]*_+|[^_]+/g) ?? [name], '', LONGEST_NAME_LINE);
}

/** The names of what one step passes to another; the last line counts those that it has no room for. */
export function linesOfLabel(names) {
  const all = fill(listed(names), ' ', LONGEST_LABEL_LINE);
  if (all.length <= MOST_LABEL_LINES) return all;
  for (let count = Math.min(names.length - 1, MOST_LABEL_LINES * LONGEST_LABEL_LINE); count > 0; count -= 1) {
    const some = fill(listed([...names.slice(0, count), `${names.length - count} more`]), ' ', LONGEST_LABEL_LINE);
    if (some.length <= MOST_LABEL_LINES) return some;
  }
  return all.slice(0, MOST_LABEL_LINES);
}

function listed(names) {
  return names.map((name, index) => (index < names.length - 1 ? `${name},` : name));
}

/** Puts as many pieces into each line as fit, and breaks those that are longer than a line. */
function fill(pieces, separator, longest) {
  const lines = [];
  for (const piece of pieces) {
    const extended = lines.length > 0 ? `${lines.at(-1)}${separator}${piece}` : piece;
    if (extended.length <= longest) {
      lines.splice(-1, 1, extended);
      continue;
    }
    for (let start = 0; start < piece.length; start += longest) lines.push(piece.slice(start, start + longest));
  }
  return lines;
}
