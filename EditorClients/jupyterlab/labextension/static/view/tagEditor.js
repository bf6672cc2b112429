import { severityOf } from '../notebook/problems.js';
import { suggestions, tagAt, tagsIn } from '../notebook/tagText.js';
import { element } from './element.js';
import { icon } from './icons.js';
import { inlineCode } from './inlineCode.js';

/** How long typing is to rest before the tags are checked, in milliseconds. */
const TYPING_PAUSE = 120;
const MOST_PROBLEMS = 5;

/** The field in which the tags of a cell are edited: it completes tags, and says what would be wrong. */
export class TagEditor {
  node = element('div.kale-Tags');
  #input = element('input.kale-Tags-input.jp-mod-styled', {
    type: 'text',
    placeholder: 'step:train, prev:load',
    spellcheck: false,
    autocomplete: 'off',
    role: 'combobox',
    ariaLabel: 'Tags, separated by commas',
    ariaExpanded: 'false',
    ariaAutoComplete: 'list'
  });
  #list = element('ul.kale-Tags-list', { id: 'kale-tags-list', role: 'listbox', ariaLabel: 'Tags' });
  #problems = element('ol.kale-Tags-problems', { role: 'status' });
  #notebook;
  #cell;
  #before;
  #trial;
  /** What the server offered last, and what of it is shown. */
  #items = [];
  #offers = [];
  #chosen = -1;
  #timer = null;
  #round = 0;

  /** @param {import('../notebook/kaleNotebook.js').KaleNotebook} notebook @param {object} cell shared */
  constructor(notebook, cell) {
    this.#notebook = notebook;
    this.#cell = cell;
    this.#before = cell.getMetadata('tags') ?? [];
    this.#trial = notebook.startTrial();
    this.#input.value = this.#before.join(', ');
    this.#input.setAttribute('aria-controls', this.#list.id);
    this.#list.hidden = true;
    this.node.append(this.#input, this.#list, this.#problems);
    this.#input.addEventListener('input', () => this.#changed());
    this.#input.addEventListener('click', () => this.#changed());
    // Before the dialog, which takes Enter and Escape for its own.
    document.addEventListener('keydown', this.#keyDown, true);
    this.#changed();
  }

  get tags() {
    return tagsIn(this.#input.value, this.#before);
  }

  dispose() {
    clearTimeout(this.#timer);
    document.removeEventListener('keydown', this.#keyDown, true);
    this.#notebook.endTrial();
  }

  #keyDown = event => {
    if (event.target !== this.#input) return;
    const isOpen = this.#offers.length > 0;
    const actions = {
      ArrowDown: () => isOpen && this.#choose(this.#chosen + 1),
      ArrowUp: () => isOpen && this.#choose(this.#chosen - 1),
      Enter: () => this.#chosen >= 0 && this.#accept(this.#offers[this.#chosen]),
      Tab: () => this.#chosen >= 0 && this.#accept(this.#offers[this.#chosen]),
      Escape: () => isOpen && this.#show([])
    };
    if (actions[event.key] === undefined || actions[event.key]() === false) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };

  #changed() {
    // Until the server has answered, what is shown must go with what is typed: a key accepts it.
    this.#show(suggestions(this.#items, tagAt(this.#input.value, this.#input.selectionStart).typed));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), TYPING_PAUSE);
  }

  async #ask() {
    const round = ++this.#round;
    const cursor = this.#input.selectionStart;
    const { start, typed } = tagAt(this.#input.value, cursor);
    const others = tagsIn(this.#input.value.slice(0, start), this.#before);
    const isTyping = document.activeElement === this.#input;
    try {
      const [items, problems] = await Promise.all([
        isTyping ? this.#notebook.completeTag(this.#cell, others, typed) : [],
        this.#trial.problems(this.#cell, this.tags)
      ]);
      if (round !== this.#round) return;
      this.#items = items;
      this.#show(suggestions(items, typed));
      this.#tell(problems);
    } catch (error) {
      console.debug('kale-lsp:', error.message);
    }
  }

  #show(offers) {
    this.#offers = offers;
    this.#list.replaceChildren(
      ...offers.map((offer, index) => {
        const item = element(
          'li',
          { id: `kale-tag-${index}`, role: 'option' },
          element('code', {}, offer.label),
          ' ',
          element('span.kale-Tags-detail', {}, offer.detail)
        );
        item.addEventListener('pointerdown', event => {
          event.preventDefault();
          this.#accept(offer);
        });
        return item;
      })
    );
    this.#list.hidden = offers.length === 0;
    this.#input.ariaExpanded = `${offers.length > 0}`;
    this.#choose(-1);
  }

  #choose(index) {
    this.#chosen = Math.max(-1, Math.min(index, this.#offers.length - 1));
    for (const [each, item] of [...this.#list.children].entries()) {
      item.ariaSelected = `${each === this.#chosen}`;
      if (each === this.#chosen) item.scrollIntoView({ block: 'nearest' });
    }
    if (this.#chosen < 0) this.#input.removeAttribute('aria-activedescendant');
    else this.#input.setAttribute('aria-activedescendant', `kale-tag-${this.#chosen}`);
  }

  #accept({ tag }) {
    const { value, selectionStart } = this.#input;
    const { start, end } = tagAt(value, selectionStart);
    this.#input.value = value.slice(0, start) + tag + value.slice(end);
    this.#input.setSelectionRange(start + tag.length, start + tag.length);
    this.#input.focus();
    this.#show([]);
    this.#changed();
  }

  #tell(problems) {
    this.#problems.replaceChildren(
      ...problems.slice(0, MOST_PROBLEMS).map(problem => {
        const severity = severityOf(problem);
        const text = element('span', {}, ...inlineCode(problem.message));
        return element('li', { dataset: { severity } }, icon(severity), text);
      })
    );
  }
}

/**
 * Edits the tags of a cell in a dialog.
 *
 * @returns {Promise<string[] | null>} null if the user does not want to
 */
export async function askForTags(lab, notebook, cell, title) {
  const { Dialog, showDialog } = lab.apputils;
  const editor = new TagEditor(notebook, cell);
  const body = new lab.widgets.Widget({ node: editor.node });
  body.addClass('kale-TagDialog');
  try {
    const buttons = [Dialog.cancelButton(), Dialog.okButton({ label: 'Set Tags' })];
    const { button } = await showDialog({ title, body, buttons, focusNodeSelector: 'input' });
    return button.accept ? editor.tags : null;
  } finally {
    editor.dispose();
  }
}
