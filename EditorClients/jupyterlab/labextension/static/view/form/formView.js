import { isEqual } from '../../notebook/isEqual.js';
import { element } from '../element.js';
import { FieldView } from './fieldView.js';

const MAIN = 'main';

/**
 * Shows a form and sets what is chosen in it: a change, an edit. What the server would reject is not set, and the field
 * says why.
 */
export class FormView {
  node = element('div.kale-Form', { role: 'form' });
  #session;
  #options;
  /** Fields by their ids. */
  #fields = new Map();
  #main = element('div.kale-Form-fields');
  #groups = element('div.kale-Form-groups');
  #more;
  #summary = element('summary');
  #status = element('p.kale-Form-status', { role: 'status' });
  /** The structure that is shown. */
  #structure = null;
  #disconnect;

  /**
   * @param {import('../../notebook/formSession.js').FormSession} session
   * @param {object} options
   * @param {() => Map<string, number>} options.hues of the steps
   * @param {() => void} options.close is called for a second Escape, and for Enter where there is nothing to set
   * @param {() => void} options.save the user's key for saving was pressed
   * @param {(error: Error) => void} options.fail
   */
  constructor(session, options) {
    this.#session = session;
    this.#options = options;
    this.#more = element('details.kale-Form-more', {}, this.#summary, this.#groups);
    this.node.append(this.#main, this.#more, this.#status);
    // The keys of the notebook would act on the cell: `x` would cut it. They look at what has the focus first.
    this.node.addEventListener('focusin', ({ target }) => {
      target.dataset.lmSuppressShortcuts = 'true';
    });
    this.node.addEventListener('keydown', event => this.#keyDown(event));
    this.#disconnect = session.changed.connect(() => this.#show());
    this.#show();
  }

  /** Puts the focus on a field; on the first if there is none of that name. */
  focus(id) {
    (this.#fields.get(id) ?? this.#fields.values().next().value)?.focus();
  }

  dispose() {
    this.#disconnect();
    this.#session.close();
  }

  #show() {
    const { form } = this.#session;
    this.node.hidden = form === null;
    if (form === null) return;
    this.node.ariaLabel = form.title;
    const groups = grouped(form.fields);
    const structure = groups.map(([group, fields]) => [group, fields.map(({ id, kind }) => [id, kind])]);
    const isSame = isEqual(structure, this.#structure);
    for (const field of form.fields) this.#view(field).show(field);
    if (!isSame) this.#arrange(groups, structure);
    this.#summary.replaceChildren(...summaryOfMore(groups));
  }

  /** The view of a field, which is kept as long as there is one of its kind. */
  #view(field) {
    const known = this.#fields.get(field.id);
    if (known?.kind === field.kind) return known;
    const { id } = field;
    const on = {
      input: value => this.#check(id, value),
      commit: value => this.#set(id, value)
    };
    const view = new FieldView(field, on, this.#options.hues);
    this.#fields.set(id, view);
    return view;
  }

  #arrange(groups, structure) {
    const focused = this.node.contains(document.activeElement) ? document.activeElement : null;
    const nodes = fields => fields.map(({ id }) => this.#fields.get(id).node);
    const [[, main] = [MAIN, []]] = groups.filter(([group]) => group === MAIN);
    this.#main.replaceChildren(...nodes(main));
    const others = groups.filter(([group]) => group !== MAIN);
    this.#groups.replaceChildren(
      ...others.map(([group, fields]) =>
        element('fieldset', {}, element('legend', {}, titleOf(group)), ...nodes(fields))
      )
    );
    this.#more.hidden = others.length === 0;
    if (this.#structure === null) this.#more.open = others.some(([, fields]) => fields.some(isWrong));
    const present = new Set(structure.flatMap(([, fields]) => fields.map(([id]) => id)));
    for (const id of this.#fields.keys()) if (!present.has(id)) this.#fields.delete(id);
    this.#structure = structure;
    if (focused !== null && this.node.contains(focused)) focused.focus();
  }

  async #check(id, value) {
    try {
      const problems = await this.#session.check({ [id]: value });
      if (problems !== null) this.#fields.get(id)?.reject(firstOf(problems, id));
    } catch (error) {
      console.debug('kale-lsp:', error.message);
    }
  }

  async #set(id, value) {
    const view = this.#fields.get(id);
    const before = this.#session.form.fields.find(field => field.id === id);
    if (isEqual(before?.value ?? null, value) && before?.kind !== 'steps') {
      view.reject(null);
      return;
    }
    try {
      const problems = await this.#session.apply({ [id]: value });
      view.reject(firstOf(problems, id));
      this.#say(problems.size > 0 ? '' : `${before.label}: saved in the notebook`);
      if (id === 'role' && problems.size === 0 && this.#fields.has('name')) this.focus('name');
    } catch (error) {
      view.reset();
      this.#options.fail(error);
    }
  }

  #say(text) {
    this.#status.textContent = text;
  }

  #keyDown(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') {
      event.preventDefault();
      event.target.blur();
      this.#options.save();
      return;
    }
    const view = this.#fields.get(event.target.closest('.kale-Field')?.dataset.field);
    if (event.key === 'Escape') {
      event.preventDefault();
      if (!view?.reset()) this.#options.close();
    }
    if (event.key !== 'Enter' || !event.target.matches('input[type=text]')) return;
    event.preventDefault();
    if (this.#isAsSet(event.target, view)) this.#options.close();
    else event.target.dispatchEvent(new Event('change'));
  }

  #isAsSet(input, view) {
    const field = this.#session.form?.fields.find(({ id }) => this.#fields.get(id) === view);
    return field !== undefined && `${field.value ?? ''}` === input.value.trim();
  }
}

/** The fields by their groups, in the order in which they come. */
function grouped(fields) {
  const groups = new Map();
  for (const field of fields) groups.set(field.group, [...(groups.get(field.group) ?? []), field]);
  return [...groups];
}

const isWrong = ({ problem }) => problem !== undefined && problem !== null && (problem.severity ?? 1) <= 2;
const isSet = ({ value }) => value !== null && value !== undefined && value?.length !== 0;

/** "More", and how much is set there. */
function summaryOfMore(groups) {
  const fields = groups.filter(([group]) => group !== MAIN).flatMap(([, fields]) => fields);
  const set = fields.filter(isSet).length;
  const wrong = fields.filter(isWrong).length;
  const words = [set > 0 && `${set} set`, wrong > 0 && `${wrong} ${wrong === 1 ? 'problem' : 'problems'}`].filter(Boolean);
  return ['More', ...(words.length > 0 ? [element('span.kale-Form-count', {}, ` ${words.join(', ')}`)] : [])];
}

/** What is said at a field: what is wrong with it, or else with another field because of it. */
function firstOf(problems, id) {
  return problems.get(id) ?? problems.values().next().value ?? null;
}

function titleOf(group) {
  const words = group.replaceAll('-', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
