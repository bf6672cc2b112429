import { countInWords } from '../notebook/problems.js';
import { Signal } from '../notebook/signal.js';
import { element } from './element.js';

/** The item of the status bar: how many steps and problems, or why there is nothing to say. */
export function addStatusItem(lab, { statusBar }, kale, panel) {
  if (!statusBar) return;
  const item = new lab.widgets.Widget();
  item.addClass('kale-Status');
  Object.assign(item.node, { role: 'button', tabIndex: 0 });
  item.node.addEventListener('click', () => panel.show());
  item.node.addEventListener('keydown', event => {
    if (event.key === 'Enter') panel.show();
  });
  // JupyterLab shows every item again that does not say itself whether there is something to show.
  const activeStateChanged = new Signal();
  let isActive = false;
  const update = () => {
    const { text, title } = status(kale);
    item.node.replaceChildren(element('span', { textContent: text, title }));
    isActive = text !== '';
    activeStateChanged.emit();
  };
  kale.changed.connect(update);
  kale.activities.changed.connect(update);
  update();
  statusBar.registerStatusItem('kale-lsp:status', {
    item,
    align: 'left',
    rank: 60,
    isActive: () => isActive,
    activeStateChanged
  });
}

/** What the item says, and its tooltip; nothing of an ordinary notebook, even one with a configuration. */
export function status(kale) {
  const { panel, server, notebook } = kale;
  if (panel !== null && server.state === 'unavailable')
    return { text: 'Kale: not running', title: server.reason };
  if (!notebook?.isKale) return { text: '', title: '' };
  const diagnostics = notebook.allDiagnostics.map(({ diagnostic }) => diagnostic);
  if (!notebook.hasRoles && !diagnostics.some(({ severity }) => (severity ?? 1) <= 2)) return { text: '', title: '' };
  const words = [notebook.hasRoles && notebook.outline && stepsInWords(notebook.outline)];
  words.push(notebook.quiet.isOn ? quietly(diagnostics) : countInWords(diagnostics) || 'no problems');
  const activity = kale.activities.describe(notebook);
  const text = `Kale: ${words.filter(Boolean).join(', ')}`;
  return { text: activity === null ? text : `${text} · ${activity}`, title: 'Show the pipeline' };
}

/** While the notebook is made a pipeline: nothing is marked in its cells. */
function quietly({ length }) {
  if (length === 0) return 'no problems';
  return `${length} ${length === 1 ? 'problem' : 'problems'}, shown after the first compile`;
}

function stepsInWords({ cells }) {
  const count = new Set(cells.filter(({ step }) => step).map(({ step }) => step)).size;
  return `${count} step${count === 1 ? '' : 's'}`;
}
