import { positionAt } from '../protocol/positions.js';

/**
 * The protocol's content change that makes one text of another: what lies between their common beginning and
 * end.
 */
export function changedText(before, after) {
  const least = Math.min(before.length, after.length);
  let start = 0;
  while (start < least && before[start] === after[start]) start += 1;
  start = characterStart(before, start);
  let end = 0;
  while (end < least - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  const beforeEnd = characterEnd(before, before.length - end);
  const afterEnd = after.length - (before.length - beforeEnd);
  return {
    range: { start: positionAt(before, start), end: positionAt(before, beforeEnd) },
    text: after.slice(start, afterEnd)
  };
}

/** An offset that splits neither a surrogate pair nor a line break, at or before this one. */
function characterStart(text, offset) {
  return splitsCharacter(text, offset) ? offset - 1 : offset;
}

/** The same, at or behind this one. */
function characterEnd(text, offset) {
  return splitsCharacter(text, offset) ? offset + 1 : offset;
}

function splitsCharacter(text, offset) {
  const [before, after] = [text.charCodeAt(offset - 1), text.charCodeAt(offset)];
  const isPair = before >= 0xd800 && before < 0xdc00 && after >= 0xdc00 && after < 0xe000;
  return isPair || (before === 0x0d && after === 0x0a);
}
