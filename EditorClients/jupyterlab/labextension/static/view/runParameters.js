import { ErrorCode } from '../protocol/jsonRPC.js';
import { element } from './element.js';
import { icon } from './icons.js';
import { inlineCode } from './inlineCode.js';
import { run } from './pipelineCommands.js';

/**
 * A parameter of a pipeline, as `kale.graph` has it.
 *
 * @typedef {{name: string, type: string, default: string | number | boolean}} Parameter
 */

/** Whether the pipeline of a notebook has parameters. */
export function hasParameters(notebook) {
  const cells = notebook?.outline?.cells ?? [];
  return cells.some(({ role, parameters = [] }) => role === 'pipeline-parameters' && parameters.length > 0);
}

/**
 * Asks for the parameters of the current notebook's pipeline, and runs it with them. Whether their values are right, the
 * server says: if the run does not start, the question is asked again with the reason.
 */
export async function runWithParameters(lab, kale, panel) {
  const { notebook } = kale;
  const { text } = await notebook.execute('kale.graph', [{ uri: notebook.uri, format: 'json' }]);
  const { parameters } = JSON.parse(text);
  if (parameters.length === 0) return run(lab, kale, panel);
  let texts = parameters.map(parameter => `${parameter.default}`);
  let problem = null;
  do {
    texts = await ask(lab, parameters, texts, problem);
    if (texts === null) return undefined;
    const changed = changedParameters(parameters, texts);
    problem = await obstacle(run(lab, kale, panel, { parameters: changed }, notebook));
  } while (problem !== null);
  return undefined;
}

/**
 * The parameters whose value is not the default.
 *
 * @param {Parameter[]} parameters
 * @param {string[]} texts what stands in their fields; the server reads each by the type of its parameter
 * @returns {Record<string, string>}
 */
export function changedParameters(parameters, texts) {
  const changed = {};
  for (const [index, parameter] of parameters.entries()) {
    const text = parameter.type === 'str' ? texts[index] : texts[index].trim();
    if (text !== `${parameter.default}`) changed[parameter.name] = text;
  }
  return changed;
}

/** Why a run did not start; null for one that did. */
async function obstacle(running) {
  try {
    await running;
    return null;
  } catch (error) {
    if (error.code !== ErrorCode.requestFailed) throw error;
    return error.message;
  }
}

/** @returns {Promise<string[] | null>} what stands in the fields; null if the user does not want to run it */
async function ask(lab, parameters, texts, problem) {
  const { Dialog, showDialog } = lab.apputils;
  const controls = parameters.map((parameter, index) => control(parameter, texts[index], problem));
  const rows = parameters.flatMap(({ name, type }, index) => [
    element('label', { htmlFor: controls[index].id }, element('code', {}, name), ` ${type}`),
    controls[index]
  ]);
  const node = element('div.kale-Parameters', {}, ...rows);
  if (problem !== null) {
    const properties = { role: 'alert', dataset: { severity: 'error' } };
    const text = element('span', {}, ...inlineCode(problem));
    node.append(element('p.kale-Field-problem', properties, icon('error'), text));
  }
  const wrong = controls.find(({ ariaInvalid }) => ariaInvalid === 'true');
  const { button } = await showDialog({
    title: 'Run Pipeline with Parameters',
    body: new lab.widgets.Widget({ node }),
    buttons: [Dialog.cancelButton(), Dialog.okButton({ label: 'Run' })],
    focusNodeSelector: `#${(wrong ?? controls[0]).id}`
  });
  return button.accept ? controls.map(({ value }) => value) : null;
}

/** The field of a parameter, which is marked if a problem names it. */
function control({ name, type }, text, problem) {
  const properties = { id: `kale-parameter-${name}`, ariaInvalid: `${problem?.includes(`\`${name}\``) ?? false}` };
  if (type !== 'bool') {
    // An input would drop the ends of lines.
    const tag = text.includes('\n') ? 'textarea' : 'input';
    return element(`${tag}.jp-mod-styled`, { ...properties, value: text, spellcheck: false });
  }
  const options = ['true', 'false'].map(value =>
    element('option', { value, textContent: value, selected: value === text })
  );
  return element('select.jp-mod-styled', properties, ...options);
}
