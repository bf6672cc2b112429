import { element } from './element.js';
import { richText } from './richText.js';

/**
 * Shows the page of a rule in a dialog. The page is part of the server, so it needs no network.
 *
 * @param {object} lab
 * @param {object} rendermime JupyterLab's renderers
 * @param {object} notebook whose server is asked
 * @param {string} rule its name or code
 */
export async function showRulePage(lab, rendermime, notebook, rule) {
  const { text } = await notebook.execute('kale.explainRule', [{ rule }]);
  const page = await richText(rendermime, { kind: 'markdown', value: text });
  const body = new lab.widgets.Widget({ node: element('div', {}, page) });
  body.addClass('kale-RulePage');
  const { Dialog, showDialog } = lab.apputils;
  await showDialog({ title: '', body, buttons: [Dialog.okButton({ label: 'Close' })] });
}
