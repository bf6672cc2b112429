'use strict';

const vscode = require('vscode');
const { plain, tickedSteps, typedValue } = require('./logic/forms');

/**
 * Pickers and input boxes for the fields of a form, one for each kind of field.
 */

/** @typedef {import('./logic/forms').Field} Field */
/** @typedef {(value: unknown) => Promise<string | undefined>} Checker says what is wrong with a value */

/**
 * Asks for the value of a field.
 *
 * @param {Field} field
 * @param {Checker} check
 * @returns {Promise<any>} undefined if the person thought better of it; null unsets the field
 */
async function askForField(field, check) {
  switch (field.kind) {
    case 'steps':
      return askForSteps(field);
    case 'toggle':
      return askForChoice(field, [{ value: true, label: 'On' }, { value: false, label: 'Off' }]);
    case 'choice':
      return askForChoice(field, field.choices ?? []);
    default:
      return (field.choices ?? []).length > 0 ? askForProposal(field, check) : askForText(field, check);
  }
}

/**
 * @param {Field} field
 * @param {readonly { value: any, label: string, detail?: string }[]} choices
 */
async function askForChoice(field, choices) {
  const items = choices.map(({ value, label, detail }) => ({
    value,
    label,
    description: value === field.value ? [detail, 'current'].filter(Boolean).join(' · ') : detail,
  }));
  const unset = { value: null, label: 'Not set', description: field.placeholder };
  // What has a placeholder has a default, which holds where nothing is set.
  const offers = field.placeholder === undefined && field.kind !== 'toggle' ? items : [...items, unset];
  const chosen = await vscode.window.showQuickPick(offers, { title: field.label, placeHolder: plain(field.help ?? '') });
  return chosen?.value;
}

/**
 * Steps are ticked at once: those that are chosen, or else those that the data needs. A separator cannot be ticked, so
 * that is how a step that cannot be chosen is shown.
 *
 * @param {Field} field
 * @returns {Promise<string[] | undefined>}
 */
async function askForSteps(field) {
  const steps = field.steps ?? [];
  const ticked = tickedSteps(steps);
  const items = steps.filter(({ impossible }) => impossible === undefined).map(({ name, names }) => ({
    label: name,
    description: names.length === 0 ? '' : `needed for ${names.join(', ')}`,
    picked: ticked.includes(name),
  }));
  const separators = steps.flatMap(({ name, impossible }) => (impossible === undefined ? [] : [{
    label: `${name}: ${plain(impossible)}`,
    kind: vscode.QuickPickItemKind.Separator,
  }]));
  const chosen = await vscode.window.showQuickPick([...items, ...separators], {
    title: field.label,
    placeHolder: items.length === 0 ? 'There is no step that it could run after' : plain(field.help ?? ''),
    canPickMany: true,
  });
  return chosen?.map(({ label }) => label);
}

/**
 * @param {Field} field
 * @param {Checker} check
 */
async function askForText(field, check) {
  const text = await vscode.window.showInputBox({
    title: field.label,
    value: String(field.value ?? ''),
    placeHolder: field.placeholder,
    prompt: plain(field.help ?? ''),
    validateInput: (typed) => check(typedValue(field, typed)),
  });
  return text === undefined ? undefined : typedValue(field, text);
}

/**
 * A list to choose from, whose first entry is what was typed.
 *
 * @param {Field} field
 * @param {Checker} check
 * @returns {Promise<string | number | null | undefined>}
 */
function askForProposal(field, check) {
  const picker = vscode.window.createQuickPick();
  const proposals = (field.choices ?? []).map(({ value, label, detail }) => ({ label, description: detail, value }));
  let checks = 0;
  /** What is wrong with the text, by the last check. */
  let problem = /** @type {string | undefined} */ (undefined);
  const offer = async () => {
    const typed = picker.value;
    const value = typedValue(field, typed);
    const label = value === null ? 'Not set' : typed.trim();
    const ownCheck = ++checks;
    problem = await check(value);
    if (ownCheck !== checks) return;
    const detail = problem === undefined ? undefined : `$(warning) ${problem}`;
    const description = value === null ? field.placeholder : undefined;
    picker.items = [
      .../** @type {any[]} */ (proposals.some((proposal) => proposal.label === label)
        ? [] : [{ label, description, detail, value, alwaysShow: true }]),
      ...proposals,
    ];
  };
  Object.assign(picker, { title: field.label, placeholder: plain(field.help ?? ''), value: String(field.value ?? '') });
  return new Promise((resolve) => {
    picker.onDidChangeValue(offer);
    picker.onDidAccept(() => {
      const [chosen] = /** @type {any[]} */ (picker.selectedItems);
      if (chosen === undefined || (chosen.detail !== undefined && problem !== undefined)) return;
      resolve(chosen.value);
      picker.hide();
    });
    picker.onDidHide(() => {
      resolve(undefined);
      picker.dispose();
    });
    void offer();
    picker.show();
  });
}

module.exports = { askForField };
