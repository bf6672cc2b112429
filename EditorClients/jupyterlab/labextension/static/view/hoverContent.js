import { severityOf } from '../notebook/problems.js';
import { element } from './element.js';
import { icon } from './icons.js';
import { inlineCode } from './inlineCode.js';
import { richText } from './richText.js';

/**
 * What a hover shows: the problems with their fixes, then what the server says of the place. `explain` shows the page of
 * the rule with a code. `cell` is the element of the cell: JupyterLab keeps hovers outside of it.
 */
export async function hoverContent(rendermime, notebook, uri, problems, hover, { explain, cell }) {
  const parts = await Promise.all(
    problems.map(({ problem }) => problemContent(notebook, uri, problem, { explain, cell }))
  );
  if (hover !== null) {
    const text = await richText(rendermime, hover.contents);
    text.classList.add('kale-Hover-text');
    parts.push(text);
  }
  return element('div.kale-Hover', {}, ...parts);
}

async function problemContent(notebook, uri, problem, { explain, cell }) {
  const severity = severityOf(problem);
  const message = element(
    'div.kale-Hover-message',
    {},
    ...inlineCode(problem.message),
    ' ',
    ruleLink(problem, explain)
  );
  const fixes = await notebook.codeActions(uri, problem.range, ['quickfix']).catch(() => []);
  const buttons = fixes
    .filter(fix => fix.diagnostics?.some(({ message }) => message === problem.message) ?? true)
    .map(fix => fixButton(notebook, fix, cell));
  return element(
    'div.kale-Hover-problem',
    { dataset: { severity } },
    icon(severity),
    message,
    ...buttons
  );
}

/** The code of a rule: a click shows its page here; in a new tab, or if the server cannot explain it, that on the web. */
function ruleLink({ code, codeDescription }, explain) {
  if (code === undefined) return '';
  if (codeDescription === undefined) return element('span.kale-Hover-code', {}, `${code}`);
  const { href } = codeDescription;
  const link = element('a.kale-Hover-code', { href, target: '_blank', rel: 'noopener' }, `${code}`);
  link.addEventListener('click', event => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    explain(`${code}`).catch(() => window.open(href, '_blank', 'noopener'));
  });
  return link;
}

function fixButton(notebook, fix, cell) {
  let hadFocus = null;
  const button = element('button.kale-Hover-fix', { type: 'button' }, ...inlineCode(fix.title));
  button.addEventListener('focus', event => {
    hadFocus = event.relatedTarget;
  });
  button.addEventListener('click', async () => {
    button.disabled = true;
    const tooltip = button.closest('.cm-tooltip');
    try {
      await notebook.perform(fix);
      // The focus would fall on the page with the button, where keys do nothing.
      (hadFocus?.isConnected ? hadFocus : cell)?.focus({ preventScroll: true });
      tooltip?.remove();
    } catch (error) {
      button.replaceWith(element('span.kale-Hover-failure', {}, error.message));
    }
  });
  return button;
}
