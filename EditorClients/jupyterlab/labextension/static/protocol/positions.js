/** Positions of the protocol (lines and UTF-16 characters from 0) and offsets into a text. */

/** The offsets at which the lines of a text start. */
export function lineStarts(text) {
  const starts = [0];
  for (const match of text.matchAll(/\r\n|\n|\r/g)) starts.push(match.index + match[0].length);
  return starts;
}

/** The offset of a position. What lies behind the end of a line or of the text counts as that end. */
export function offsetAt(text, { line, character }, starts = lineStarts(text)) {
  if (line >= starts.length) return text.length;
  const next = starts[line + 1];
  const end = next === undefined ? text.length : lineEnd(text, next);
  return Math.min(starts[line] + character, end);
}

function lineEnd(text, next) {
  const isPair = text[next - 1] === '\n' && text[next - 2] === '\r';
  return next - (isPair ? 2 : 1);
}

/** The position of an offset into a text. */
export function positionAt(text, offset) {
  const starts = lineStarts(text);
  let line = starts.length - 1;
  while (starts[line] > offset) line -= 1;
  return { line, character: offset - starts[line] };
}

/** Less than 0 where `a` stands before `b`, 0 where they are the same. */
export function compare(a, b) {
  return a.line - b.line || a.character - b.character;
}
