import { severityOf } from '../notebook/problems.js';
import { element } from './element.js';
import { icons } from './icons.js';
import { inlineCode } from './inlineCode.js';

/** What a hover shows: the problems with their fixes, then what the server says of the place. */
export async function hoverContent(rendermime, notebook, uri, problems, hover) {
  const parts = await Promise.all(problems.map(({ problem }) => problemContent(notebook, uri, problem)));
  if (hover !== null) parts.push(await richText(rendermime, hover.contents));
  return element('div.kale-Hover', {}, ...parts);
}

async function problemContent(notebook, uri, problem) {
  const severity = severityOf(problem);
  const message = element(
    'div.kale-Hover-message',
    {},
    ...inlineCode(problem.message),
    ' ',
    ruleLink(problem)
  );
  const fixes = await notebook.codeActions(uri, problem.range, ['quickfix']).catch(() => []);
  const buttons = fixes
    .filter(fix => fix.diagnostics?.some(({ message }) => message === problem.message) ?? true)
    .map(fix => fixButton(notebook, fix));
  return element(
    'div.kale-Hover-problem',
    { dataset: { severity } },
    icons[severity].cloneNode(true),
    message,
    ...buttons
  );
}

function ruleLink({ code, codeDescription }) {
  if (code === undefined) return '';
  if (codeDescription === undefined) return element('span.kale-Hover-code', {}, `${code}`);
  return element(
    'a.kale-Hover-code',
    { href: codeDescription.href, target: '_blank', rel: 'noopener' },
    `${code}`
  );
}

function fixButton(notebook, fix) {
  const button = element('button.kale-Hover-fix', { type: 'button' }, ...inlineCode(fix.title));
  button.addEventListener('click', async () => {
    button.disabled = true;
    try {
      await notebook.perform(fix);
      button.closest('.cm-tooltip')?.remove();
    } catch (error) {
      button.replaceWith(element('span.kale-Hover-failure', {}, error.message));
    }
  });
  return button;
}

/** The protocol's `MarkupContent`, by JupyterLab's own renderer. */
async function richText(rendermime, { kind, value }) {
  const mimeType = kind === 'markdown' ? 'text/markdown' : 'text/plain';
  const renderer = rendermime.createRenderer(mimeType);
  await renderer.renderModel(rendermime.createModel({ data: { [mimeType]: value } }));
  renderer.node.classList.add('kale-Hover-text');
  return renderer.node;
}
