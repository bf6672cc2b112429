/** The tags in a text that has commas between them. A tag that there was, with a comma of its own, stays whole. */
export function tagsIn(text, before) {
  const kept = before.filter(tag => tag.includes(',') && text.includes(tag));
  const rest = kept.reduce((words, tag) => words.replace(tag, () => ''), text);
  return [...rest.split(',').map(tag => tag.trim()).filter(Boolean), ...kept];
}

/** The tag of a text that the cursor is in or behind: where it is, and as much as is written of it. */
export function tagAt(text, cursor) {
  const comma = text.lastIndexOf(',', cursor - 1) + 1;
  const start = comma + /^\s*/.exec(text.slice(comma, cursor))[0].length;
  const next = text.indexOf(',', cursor);
  return { start, end: next < 0 ? text.length : next, typed: text.slice(start, cursor) };
}

/**
 * A script with the tags of cells and no code, in which the server completes a tag: it completes tags in texts alone.
 *
 * @param {string[][]} tagsOfCells of the code cells
 * @param {number} index of the cell whose tag is completed
 * @param {string[]} others its other tags
 * @param {string} typed
 * @returns {{text: string, position: {line: number, character: number}}}
 */
export function scriptForCompletion(tagsOfCells, index, others, typed) {
  const lines = tagsOfCells.map((tags, each) => {
    const all = each === index ? [...others, typed] : tags;
    return `# %% tags=${JSON.stringify(all)}\n`;
  });
  const character = lines[index].trimEnd().length - 2;
  return { text: lines.join('\n'), position: { line: index * 2, character } };
}

/**
 * The completions that go with what is typed, as `{tag, detail}`: those that begin with it, then those of which the name
 * does, such as `prev:train` for `tr`.
 */
export function suggestions(items, typed) {
  const isOfName = ({ filter }) => typed !== '' && !typed.includes(':') && filter.includes(`:${typed}`);
  const known = items
    .map(({ label, detail = '', filterText = label, textEdit }) => ({
      tag: textEdit?.newText ?? filterText,
      label,
      detail,
      filter: filterText
    }))
    .filter(({ tag }) => tag !== typed);
  const begun = known.filter(({ filter }) => filter.startsWith(typed));
  return [...begun, ...known.filter(each => !begun.includes(each) && isOfName(each))].slice(0, 30);
}
