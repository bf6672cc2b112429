/** The protocol's severities, by number, with the name of their looks. */
export const SEVERITIES = { 1: 'error', 2: 'warning', 3: 'information', 4: 'hint' };

export function severityOf(diagnostic) {
  return SEVERITIES[diagnostic.severity] ?? 'error';
}

/** How many of each severity, of those there are any of, gravest first. */
export function countBySeverity(diagnostics) {
  return Object.values(SEVERITIES)
    .map(severity => ({ severity, count: diagnostics.filter(each => severityOf(each) === severity).length }))
    .filter(({ count }) => count > 0);
}

/** `2 errors, 1 warning`; empty for none. */
export function countInWords(diagnostics) {
  const nouns = { error: 'error', warning: 'warning', information: 'note', hint: 'hint' };
  return countBySeverity(diagnostics)
    .map(({ severity, count }) => `${count} ${nouns[severity]}${count === 1 ? '' : 's'}`)
    .join(', ');
}
