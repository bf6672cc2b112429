/**
 * What the arrows of a pipeline carry, as the server's Mermaid text says it. Of a pipeline that a notebook is to become,
 * the server tells it nowhere else.
 */

const STEP = /^ *(?:subgraph )?(\w+)\["(.*)"\]$/;
/** An arrow with data; one without is dashed. */
const ARROW = /^ *(\w+) -->\|"(.*)"\| (\w+)$/;
const LINE_BREAK = '<br/>';

/**
 * @param {string} mermaid
 * @returns {Map<string, string>} the names of the data, by the names of the two steps with a line feed between
 */
export function arrowNames(mermaid) {
  const steps = new Map();
  const result = new Map();
  for (const line of mermaid.split('\n')) {
    const [, identifier, label] = STEP.exec(line) ?? [];
    // Below its name, a step has those of its parameters and metrics.
    if (identifier !== undefined) steps.set(identifier, plain(label.split(LINE_BREAK)[0]));
    const [, from, names, to] = ARROW.exec(line) ?? [];
    if (from !== undefined) result.set(`${steps.get(from)}\n${steps.get(to)}`, plain(names));
  }
  return result;
}

/** A label as it reads: the server writes codes for the characters that mean something in Mermaid. */
function plain(label) {
  return label.replaceAll(LINE_BREAK, ' ').replace(/#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)));
}
