import { captions } from '../notebook/caption.js';
import { stepHues } from '../notebook/hues.js';
import { isEqual } from '../notebook/isEqual.js';
import { plainText } from '../notebook/plainText.js';
import { countBySeverity, countInWords } from '../notebook/problems.js';
import { metricValue, SIGNS, stateInWords, stateSentence, statesByStep } from '../notebook/runState.js';
import { chosenByUser } from './chosenByUser.js';
import { CommandIDs } from './commandIDs.js';
import { element } from './element.js';
import { icon } from './icons.js';
import { roving } from './roving.js';

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
  update(notebook, { canRun }) {
    const byCell = captions(notebook.outline);
    const hues = stepHues(notebook.outline);
    const states = statesByStep(notebook.run);
    const active = this.#panel.content.activeCell;
    for (const cell of this.#panel.content.widgets) {
      const uri = notebook.cellURI(cell.model.sharedModel);
      const caption = byCell.get(uri);
      const problems = notebook.markedDiagnosticsOf(uri);
      const isCode = cell.model.type === 'code';
      const isHead = caption?.step && !caption.isContinuation;
      const state = isHead ? (states.get(caption.step) ?? null) : null;
      const content = { caption, problems, isCode, state, canRun: Boolean(isHead && canRun) };
      this.#show(cell, notebook.isTold(uri, isCode) ? content : null, hues.get(caption?.step), cell === active);
    }
  }

  #show(cell, content, hue, isActive) {
    const bar = this.#bars.get(cell) ?? (content && this.#makeBar(cell));
    if (bar === null) return;
    bar.widget.setHidden(content === null);
    if (bar.isActive !== isActive) {
      bar.isActive = isActive;
      updateTabs(bar);
    }
    if (content === null) return;
    if (bar.hue === hue && isSame(bar.content, content)) {
      showTime(bar, content.state);
      return;
    }
    Object.assign(bar, { content, hue });
    const { node } = bar.widget;
    node.dataset.kind = content.caption?.kind ?? 'unknown';
    node.classList.toggle('kale-mod-continuation', content.caption?.isContinuation ?? false);
    node.style.setProperty('--kale-hue', hue ?? 0);
    const hadFocus = node.contains(document.activeElement);
    const focused = document.activeElement?.className;
    node.replaceChildren(...this.#parts(cell, content));
    updateTabs(bar);
    if (hadFocus) this.#restoreFocus(node, focused);
  }

  /** Keeps the focus on the button that had it. */
  #restoreFocus(node, name) {
    const button = [...node.querySelectorAll('button')].find(({ className }) => className === name);
    if (button === undefined) this.#panel.content.activate();
    else button.focus({ preventScroll: true });
  }

  #makeBar(cell) {
    const widget = new this.#lab.widgets.Widget();
    widget.addClass('kale-Bar');
    cell.layout.insertWidget(0, widget);
    widget.node.setAttribute('role', 'toolbar');
    widget.node.setAttribute('aria-label', 'Kale');
    const bar = { widget, content: null, hue: null, isActive: false, updateTabs: roving(widget.node, 'button') };
    this.#bars.set(cell, bar);
    return bar;
  }

  #parts(cell, { caption, problems, isCode, state, canRun }) {
    const parts = [];
    if (caption) {
      parts.push(this.#roleButton(cell, caption));
      if (state) parts.push(stateOf(state));
    }
    const buttons = [];
    if (canRun) buttons.push(this.#runButton(cell, caption.step));
    if (problems.length > 0) buttons.push(this.#problemsButton(cell, problems));
    if (isCode) buttons.push(this.#actionsButton(cell));
    parts.push(
      element('span.kale-Bar-details', {}, ...(caption?.details ?? []).map(detail)),
      element('span.kale-Bar-buttons', {}, ...buttons)
    );
    return parts;
  }

  /** The role, which opens the form. Beside the label of Kale's own extension, it says only that. */
  #roleButton(cell, caption) {
    // What the bar has no room for is here.
    const details = caption.details.map(({ title }) => title);
    const title = [`${caption.description}. Click to change it.`, ...details].join('\n');
    const name = element('span.kale-Bar-name', {}, caption.title);
    const button = this.#button('button.kale-Bar-role', title, cell, CommandIDs.editCell, name);
    button.setAttribute('aria-expanded', `${cell.node.querySelector('.kale-CellForm') !== null}`);
    return button;
  }

  #runButton(cell, step) {
    const title = `Run step ${step}`;
    return this.#button('button.kale-Bar-run', title, cell, CommandIDs.runStep, icon('run'));
  }

  #problemsButton(cell, problems) {
    const counts = countBySeverity(problems).map(({ severity, count }) =>
      element('span.kale-Bar-count', { dataset: { severity } }, icon(severity), `${count}`)
    );
    const title = [countInWords(problems), ...problems.map(({ message }) => plainText(message))].join('\n');
    return this.#button('button.kale-Bar-problems', title, cell, CommandIDs.cellActions, ...counts);
  }

  #actionsButton(cell) {
    const title = 'Show actions for this cell';
    return this.#button(
      'button.kale-Bar-actions',
      title,
      cell,
      CommandIDs.cellActions,
      icon('actions')
    );
  }

  /** A button that makes its cell the active one and executes a command. */
  #button(tag, title, cell, command, ...children) {
    const button = element(tag, { type: 'button', title, ariaLabel: title.split('\n')[0] }, ...children);
    button.addEventListener('click', () => {
      this.#panel.content.activeCellIndex = this.#panel.content.widgets.indexOf(cell);
      this.#commands.execute(command, chosenByUser);
    });
    return button;
  }
}

/** Whether two bars look the same. What is shown of hundreds of cells is compared at every pause in typing. */
function isSame(before, after) {
  if (before === null) return false;
  const { caption, problems, isCode, canRun, state } = before;
  const isAsBefore = caption === after.caption && problems === after.problems && isCode === after.isCode;
  return isAsBefore && canRun === after.canRun && isEqual({ ...state, elapsed: 0 }, { ...after.state, elapsed: 0 });
}

/** Shows how long the step has been running. Nothing else is drawn again: a button may be pressed at that moment. */
function showTime(bar, state) {
  if (state?.elapsed === bar.content.state?.elapsed) return;
  bar.content = { ...bar.content, state };
  bar.widget.node.querySelector('.kale-Bar-state')?.replaceWith(stateOf(state));
}

/**
 * Makes the bar of the active cell a stop of the Tab key, and no other. The buttons stay the same: a cell becomes the
 * active one while a button in it is being pressed.
 */
function updateTabs({ widget, isActive, updateTabs }) {
  if (isActive) updateTabs();
  else for (const button of widget.node.querySelectorAll('button')) button.tabIndex = -1;
}

function detail({ label, text, title }) {
  return element('span.kale-Bar-detail', { title }, element('span.kale-Bar-label', {}, label), ' ', text);
}

/** How far the step is in the last run. */
function stateOf(step) {
  const metrics = (step.metrics ?? []).map(({ name, value }) => `${name} = ${metricValue(value)}`);
  const words = [stateInWords(step), ...metrics].join(', ');
  const sign = element('span', { ariaHidden: 'true' }, SIGNS[step.state] ?? '');
  const { state } = step;
  return element('span.kale-Bar-state', { title: stateSentence(step), dataset: { state } }, sign, ` ${words}`);
}
