import { caption } from '../notebook/caption.js';
import { countBySeverity, countInWords } from '../notebook/problems.js';
import { element } from './element.js';
import { icons } from './icons.js';
import { CommandIDs } from './commandIDs.js';

/** How far apart the colours of two steps are that follow each other, in degrees: no two of the first dozen look alike. */
const HUE_STEP = 137.5;
const FIRST_HUE = 205;

/** The bars above the cells of one notebook: the cell's role, its data, its problems and its actions. */
export class CellBars {
  #lab;
  #panel;
  #commands;
  /** Bars by the widgets of their cells. */
  #bars = new WeakMap();

  constructor(lab, panel, commands) {
    this.#lab = lab;
    this.#panel = panel;
    this.#commands = commands;
    panel.content.modelContentChanged?.connect(() => this.#update());
  }

  /** Shows what the notebook says now; nothing where it is no Kale notebook. */
  update(notebook) {
    this.notebook = notebook;
    this.#update();
  }

  #update() {
    const { notebook } = this;
    if (!notebook || this.#panel.isDisposed) return;
    const hues = stepHues(notebook.outline);
    for (const cell of this.#panel.content.widgets) {
      const uri = notebook.cellURI(cell.model.sharedModel);
      const content = notebook.isKale ? this.#content(cell, notebook, uri) : null;
      this.#show(cell, content, hues.get(notebook.outlineOf(uri)?.step));
    }
  }

  #content(cell, notebook, uri) {
    const outline = notebook.outlineOf(uri);
    const problems = notebook.diagnosticsOf(uri);
    if (cell.model.type !== 'code' && problems.length === 0) return null;
    return { caption: outline && caption(outline), problems, isCode: cell.model.type === 'code' };
  }

  #show(cell, content, hue) {
    let bar = this.#bars.get(cell);
    if (content === null) {
      bar?.hide();
      return;
    }
    if (bar === undefined) {
      bar = new this.#lab.widgets.Widget();
      bar.addClass('kale-Bar');
      this.#bars.set(cell, bar);
      cell.layout.insertWidget(0, bar);
    }
    bar.show();
    const key = JSON.stringify([content, hue]);
    if (bar.node.dataset.key === key) return;
    bar.node.dataset.key = key;
    bar.node.dataset.kind = content.caption?.kind ?? 'unknown';
    bar.node.classList.toggle('kale-mod-continuation', content.caption?.isContinuation ?? false);
    bar.node.style.setProperty('--kale-hue', hue ?? 0);
    bar.node.replaceChildren(...this.#parts(cell, content));
  }

  #parts(cell, { caption, problems, isCode }) {
    const parts = [];
    if (caption) {
      parts.push(element('span.kale-Bar-role', { textContent: caption.title, title: caption.description }));
      for (const { label, text, title } of caption.details) {
        const detail = element('span.kale-Bar-detail', { title }, element('span.kale-Bar-label', {}, label), text);
        parts.push(detail);
      }
    }
    parts.push(element('span.kale-Bar-space'));
    if (problems.length > 0) parts.push(this.#problemsButton(cell, problems));
    if (isCode) parts.push(this.#actionsButton(cell));
    return parts;
  }

  #problemsButton(cell, problems) {
    const counts = countBySeverity(problems).map(({ severity, count }) =>
      element('span.kale-Bar-count', { dataset: { severity } }, icons[severity].cloneNode(true), `${count}`)
    );
    const title = [countInWords(problems), ...problems.map(({ message }) => message)].join('\n');
    return this.#button('button.kale-Bar-problems', title, cell, ...counts);
  }

  #actionsButton(cell) {
    return this.#button('button.kale-Bar-actions', 'What Kale can do with this cell', cell, icons.actions.cloneNode(true));
  }

  #button(tag, title, cell, ...children) {
    const button = element(tag, { type: 'button', title, ariaLabel: title }, ...children);
    button.addEventListener('click', () => {
      this.#panel.content.activeCellIndex = this.#panel.content.widgets.indexOf(cell);
      this.#commands.execute(CommandIDs.cellActions);
    });
    return button;
  }
}

/** Colours of the steps, by their names. */
function stepHues(outline) {
  const steps = new Set(outline?.cells.filter(({ step }) => step).map(({ step }) => step));
  return new Map([...steps].map((step, index) => [step, (FIRST_HUE + index * HUE_STEP) % 360]));
}
