import { captions } from '../notebook/caption.js';
import { countBySeverity, countInWords } from '../notebook/problems.js';
import { CommandIDs } from './commandIDs.js';
import { element } from './element.js';
import { icons } from './icons.js';

/**
 * How far apart the colours of two steps are that follow each other, in degrees: no two of the first dozen
 * look alike.
 */
const HUE_STEP = 137.5;
const FIRST_HUE = 205;

/** The bars above the cells of one notebook: the cell's role, its data, its problems and its actions. */
export class CellBars {
  #lab;
  #panel;
  #commands;
  /** Bars by the widgets of their cells, with what they show. */
  #bars = new WeakMap();

  constructor(lab, panel, commands) {
    this.#lab = lab;
    this.#panel = panel;
    this.#commands = commands;
  }

  /** Shows what the notebook says now; nothing where it is no Kale notebook. */
  update(notebook) {
    const byCell = captions(notebook.outline);
    const hues = stepHues(byCell);
    for (const cell of this.#panel.content.widgets) {
      const uri = notebook.cellURI(cell.model.sharedModel);
      const caption = byCell.get(uri);
      const problems = notebook.diagnosticsOf(uri);
      const isCode = cell.model.type === 'code';
      const isBare = !notebook.isKale || (!isCode && problems.length === 0);
      this.#show(cell, isBare ? null : { caption, problems, isCode }, hues.get(caption?.step));
    }
  }

  #show(cell, content, hue) {
    const bar = this.#bars.get(cell) ?? (content && this.#makeBar(cell));
    if (bar === null) return;
    bar.widget.setHidden(content === null);
    const shown = JSON.stringify([content, hue]);
    if (content === null || bar.shown === shown) return;
    bar.shown = shown;
    const { node } = bar.widget;
    node.dataset.kind = content.caption?.kind ?? 'unknown';
    node.classList.toggle('kale-mod-continuation', content.caption?.isContinuation ?? false);
    node.style.setProperty('--kale-hue', hue ?? 0);
    node.replaceChildren(...this.#parts(cell, content));
  }

  #makeBar(cell) {
    const widget = new this.#lab.widgets.Widget();
    widget.addClass('kale-Bar');
    cell.layout.insertWidget(0, widget);
    const bar = { widget, shown: null };
    this.#bars.set(cell, bar);
    return bar;
  }

  #parts(cell, { caption, problems, isCode }) {
    const parts = [];
    if (caption) {
      const title = `${caption.description}. Click to edit the tags.`;
      parts.push(this.#button('button.kale-Bar-role', title, cell, CommandIDs.editTags, caption.title));
      for (const { label, text, title } of caption.details) {
        const detail = element(
          'span.kale-Bar-detail',
          { title },
          element('span.kale-Bar-label', {}, label),
          ' ',
          text
        );
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
    return this.#button('button.kale-Bar-problems', title, cell, CommandIDs.cellActions, ...counts);
  }

  #actionsButton(cell) {
    const title = 'Show actions for this cell';
    return this.#button(
      'button.kale-Bar-actions',
      title,
      cell,
      CommandIDs.cellActions,
      icons.actions.cloneNode(true)
    );
  }

  /** A button that makes its cell the active one and executes a command. */
  #button(tag, title, cell, command, ...children) {
    const button = element(tag, { type: 'button', title }, ...children);
    button.addEventListener('click', () => {
      this.#panel.content.activeCellIndex = this.#panel.content.widgets.indexOf(cell);
      this.#commands.execute(command);
    });
    return button;
  }
}

/** Colours of the steps, by their names. */
function stepHues(byCell) {
  const steps = new Set([...byCell.values()].map(({ step }) => step).filter(Boolean));
  return new Map([...steps].map((step, index) => [step, (FIRST_HUE + index * HUE_STEP) % 360]));
}
