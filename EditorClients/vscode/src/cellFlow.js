'use strict';

const vscode = require('vscode');
const { askForField } = require('./fieldPickers');
const {
  NAME, ROLE, STEP_ROLE, describeValue, fieldOf, plain, problemOf, typedValue,
} = require('./logic/forms');
const { stepNames } = require('./logic/outline');

/** @typedef {import('./logic/forms').Form} Form */
/** @typedef {import('./logic/forms').FormAddress} FormAddress */

/** Kinds of fields that need more room than a picker has. */
const KINDS_OF_FORMS = ['pairs', 'list'];

/** What a flow ends with that has moved the focus to the form. */
const LEFT = Symbol('left for the form');

/**
 * Sets up a cell with pickers alone. Each choice is one edit.
 */
class CellFlow {
  /**
   * @param {import('./forms').Forms} forms
   * @param {(field?: string) => Promise<void>} showForm shows the form in the side bar, at a field
   */
  constructor(forms, showForm) {
    this.forms = forms;
    this.showForm = showForm;
  }

  /**
   * Asks what to change of a cell: of a step any of its fields, of another cell its role.
   *
   * @param {import('./place').Place} place
   */
  editCell(place) {
    return this.inFront(place, async (address, form) => {
      const isStep = fieldOf(form.fields, ROLE)?.value === STEP_ROLE && form.fields.length > 1;
      if (!isStep) return this.askForRole(place, address, form);
      const chosen = await vscode.window.showQuickPick(fieldItems(form.fields), {
        title: form.title,
        placeHolder: 'Select what to change',
        matchOnDescription: true,
      });
      if (chosen === undefined) return undefined;
      const field = fieldOf(form.fields, String(chosen.id));
      if (field === undefined || KINDS_OF_FORMS.includes(field.kind)) return this.leaveFor(field?.id);
      return field.id === ROLE ? this.askForRole(place, address, form) : this.change(address, field);
    });
  }

  /**
   * Asks for the role of a cell and, for a new step, for its name.
   *
   * @param {import('./place').Place} place
   */
  setRole(place) {
    return this.inFront(place, (address, form) => this.askForRole(place, address, form));
  }

  /**
   * @param {import('./place').Place} place
   * @param {(address: FormAddress, form: Form) => Promise<unknown>} ask
   */
  async inFront(place, ask) {
    const address = await this.forms.addressOf(place);
    const form = address === undefined ? null : await this.forms.form(address);
    if (address === undefined || form === null || form.kind !== 'cell') {
      throw new Error('Select a code cell of a notebook first.');
    }
    let isLeft = false;
    try {
      isLeft = (await ask(address, form)) === LEFT;
    } finally {
      // A click on a status bar has taken the focus from the notebook, and no picker gives it back there.
      if (!isLeft) await vscode.commands.executeCommand('workbench.action.focusActiveEditorGroup');
    }
  }

  /** @param {string} [field] */
  async leaveFor(field) {
    await this.showForm(field);
    return LEFT;
  }

  /**
   * @param {import('./place').Place} place
   * @param {FormAddress} address
   * @param {Form} form
   */
  async askForRole(place, address, form) {
    const field = fieldOf(form.fields, ROLE);
    if (field === undefined) throw new Error('This cell has no role.');
    const outline = await this.forms.outlines.outlineIfKnown(place.documentURI);
    const own = fieldOf(form.fields, NAME)?.value;
    const steps = outline === null ? [] : stepNames(outline).filter((name) => name !== own);
    const chosen = await vscode.window.showQuickPick(roleItems(field, steps), {
      title: 'Select the role of this cell',
      matchOnDescription: true,
    });
    if (chosen?.changes === undefined) return;
    const changes = chosen.changes[ROLE] === STEP_ROLE && chosen.changes[NAME] === undefined
      ? await this.askForStep(address, chosen.changes)
      : chosen.changes;
    if (changes !== undefined) await this.forms.apply(address, changes);
  }

  /**
   * @param {FormAddress} address
   * @param {import('./logic/forms').Changes} changes
   * @returns {Promise<import('./logic/forms').Changes | undefined>} undefined if the person thought better of it
   */
  async askForStep(address, changes) {
    const { fields } = await this.forms.check(address, changes);
    const field = fieldOf(fields, NAME);
    if (field === undefined) return changes;
    const text = await vscode.window.showInputBox({
      title: 'Name the step',
      value: String(field.value ?? ''),
      prompt: plain(field.help ?? ''),
      validateInput: async (typed) =>
        problemOf(await this.forms.check(address, { ...changes, [NAME]: typedValue(field, typed) }), NAME),
    });
    return text === undefined ? undefined : { ...changes, [NAME]: typedValue(field, text) };
  }

  /**
   * @param {FormAddress} address
   * @param {import('./logic/forms').Field} field
   */
  async change(address, field) {
    const check = async (/** @type {unknown} */ value) =>
      problemOf(await this.forms.check(address, { [field.id]: value }), field.id);
    const value = await askForField(field, check);
    if (value !== undefined) await this.forms.apply(address, { [field.id]: value });
  }
}

/**
 * @param {readonly import('./logic/forms').Field[]} fields
 * @returns {(vscode.QuickPickItem & { id?: string })[]} the last has no id, and stands for the form
 */
function fieldItems(fields) {
  let group = '';
  const items = fields.flatMap((field) => {
    const isFirst = field.group !== group && group !== '';
    group = field.group;
    return [
      ...(isFirst ? [{ label: '', kind: vscode.QuickPickItemKind.Separator }] : []),
      {
        id: field.id,
        label: field.label,
        description: describeValue(field),
        detail: field.problem === undefined ? undefined : `$(warning) ${plain(field.problem.message)}`,
      },
    ];
  });
  const separator = { label: '', kind: vscode.QuickPickItemKind.Separator };
  return [...items, separator, { label: '$(layout-sidebar-left) Show Form' }];
}

/**
 * @param {import('./logic/forms').Field} field the role
 * @param {readonly string[]} steps those that the cell can join
 * @returns {(vscode.QuickPickItem & { changes?: import('./logic/forms').Changes })[]}
 */
function roleItems({ value, choices = [] }, steps) {
  return choices.flatMap((choice) => {
    const isCurrent = choice.value === value;
    const item = {
      label: choice.value === STEP_ROLE ? `${choice.label}…` : choice.label,
      description: isCurrent ? [choice.detail, 'current'].filter(Boolean).join(' · ') : choice.detail,
      changes: { [ROLE]: choice.value },
    };
    const joining = choice.value !== STEP_ROLE ? [] : steps.map((name) => ({
      label: `${choice.label} ${name}`,
      description: 'join this step',
      changes: { [ROLE]: STEP_ROLE, [NAME]: name },
    }));
    return [...(isCurrent && choice.value === STEP_ROLE ? [] : [item]), ...joining];
  });
}

module.exports = { CellFlow };
