import { element } from './element.js';

/** Shows a text that Jupyter does not serve, to read, in a tab of its own. */
export function openText(lab, app, name, text) {
  const pre = element('pre.kale-File', { tabIndex: 0, textContent: text });
  open(lab, app, name, pre);
}

/** Shows a page of HTML in a frame that cannot reach JupyterLab. */
export function openPage(lab, app, name, html) {
  const frame = element('iframe.kale-Report', { title: name, srcdoc: html });
  frame.setAttribute('sandbox', 'allow-scripts');
  open(lab, app, name, frame);
}

/** Shows what the runs of a notebook have printed. */
export function openOutput(lab, app, notebook, view) {
  const file = decodeURIComponent(new URL(notebook.uri).pathname).split('/').at(-1);
  open(lab, app, `Output of ${file}`, view);
}

/** Has the browser download a text as a file. */
export function download(name, text) {
  const url = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  const link = element('a', { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

function open(lab, app, name, node) {
  const { MainAreaWidget } = lab.apputils;
  const content = new lab.widgets.Widget({ node: element('div.kale-FileView', {}, node) });
  const widget = new MainAreaWidget({ content });
  widget.id = `kale-lsp-file-${name}`;
  const before = [...(app.shell.widgets?.('main') ?? [])].find(({ id }) => id === widget.id);
  before?.dispose();
  Object.assign(widget.title, { label: name, caption: name, closable: true });
  app.shell.add(widget, 'main');
  app.shell.activateById(widget.id);
}
