import { severityOf } from '../notebook/problems.js';
import { hoverContent } from './hoverContent.js';
import { showRulePage } from './rulePage.js';

/**
 * What is shown in the editors of cells: problems underlined, and hovers. Editors come and go as a notebook
 * scrolls.
 */
export class CellEditors {
  #lab;
  #services;
  #kale;
  #setProblems;
  #underlines;
  /** Editors by their shared cells. */
  #views = new Map();
  /** The number of what is marked in each notebook. */
  #marks = new WeakMap();
  /** The problems that each editor shows. */
  #shown = new WeakMap();

  constructor(lab, services, kale) {
    this.#lab = lab;
    this.#services = services;
    this.#kale = kale;
    this.#setProblems = lab.state.StateEffect.define();
    this.#underlines = this.#makeField();
    kale.anyChanged.connect(notebook => this.#update(notebook));
  }

  /** The extension for the editor of a text; null where that is no cell of a notebook. */
  extension(sharedCell) {
    if (!sharedCell?.notebook) return null;
    const presence = this.#lab.view.ViewPlugin.define(view => {
      this.#add(sharedCell, view);
      return { destroy: () => this.#remove(sharedCell, view) };
    });
    const hover = this.#lab.view.hoverTooltip((view, position) => this.#hover(sharedCell, view, position), {
      hideOnChange: true
    });
    const { EditorExtensionRegistry } = this.#lab.codemirror;
    return EditorExtensionRegistry.createImmutableExtension([this.#underlines, presence, hover]);
  }

  #makeField() {
    const { StateField } = this.#lab.state;
    const { Decoration, EditorView } = this.#lab.view;
    return StateField.define({
      create: () => Decoration.none,
      update: (underlines, transaction) => {
        const effect = transaction.effects.findLast(each => each.is(this.#setProblems));
        return effect
          ? this.#decorations(transaction.state.doc, effect.value)
          : underlines.map(transaction.changes);
      },
      provide: field => EditorView.decorations.from(field)
    });
  }

  #decorations(text, problems) {
    const { Decoration } = this.#lab.view;
    const marks = problems.flatMap(problem => {
      const { from, to } = visibleStretch(text, problem.range);
      if (from === to) return [];
      const mark = Decoration.mark({ class: `kale-Problem kale-mod-${severityOf(problem)}`, problem });
      return [mark.range(from, to)];
    });
    return Decoration.set(marks, true);
  }

  #add(sharedCell, view) {
    this.#views.set(sharedCell, (this.#views.get(sharedCell) ?? new Set()).add(view));
    // An editor that is being made takes no changes yet.
    queueMicrotask(() => this.#refresh(sharedCell, view));
  }

  #remove(sharedCell, view) {
    const views = this.#views.get(sharedCell);
    views?.delete(view);
    if (views?.size === 0) this.#views.delete(sharedCell);
  }

  #update(notebook) {
    if (this.#marks.get(notebook) === notebook.marks) return;
    this.#marks.set(notebook, notebook.marks);
    for (const [sharedCell, views] of this.#views) {
      if (this.#kale.find(sharedCell)?.notebook !== notebook) continue;
      for (const view of views) this.#refresh(sharedCell, view);
    }
  }

  #refresh(sharedCell, view) {
    if (!this.#views.get(sharedCell)?.has(view)) return;
    const place = this.#kale.find(sharedCell);
    const problems = place?.notebook.markedDiagnosticsOf(place.uri) ?? [];
    const shown = this.#shown.get(view) ?? [];
    // Every editor that is told something measures itself again.
    if (problems === shown || problems.length + shown.length === 0) return;
    this.#shown.set(view, problems);
    view.dispatch({ effects: this.#setProblems.of(problems) });
  }

  async #hover(sharedCell, view, offset) {
    const place = this.#kale.find(sharedCell);
    if (place === null || !place.notebook.isKale) return null;
    const { notebook, uri } = place;
    const problems = [];
    view.state.field(this.#underlines).between(offset, offset, (from, to, { spec }) => {
      problems.push({ from, to, problem: spec.problem });
    });
    const line = view.state.doc.lineAt(offset);
    const position = { line: line.number - 1, character: offset - line.from };
    const hover = await notebook.hover(uri, position).catch(() => null);
    if (hover === null && problems.length === 0) return null;
    const { rendermime } = this.#services;
    const explain = rule => showRulePage(this.#lab, rendermime, notebook, rule);
    const cell = view.dom.closest('.jp-Cell');
    const dom = await hoverContent(rendermime, notebook, uri, problems, hover, { explain, cell });
    const stretch = hover?.range
      ? visibleStretch(view.state.doc, hover.range)
      : (problems[0] ?? { from: offset, to: offset });
    return { pos: stretch.from, end: stretch.to, above: true, create: () => ({ dom }) };
  }
}

/**
 * The stretch of an editor's text that a range is shown at: an empty range is made a character wide where
 * there is one.
 */
function visibleStretch(text, { start, end }) {
  let [from, to] = [offsetOf(text, start), offsetOf(text, end)];
  if (from === to) {
    const line = text.lineAt(from);
    if (to < line.to) to += 1;
    else if (from > line.from) from -= 1;
  }
  return { from, to };
}

function offsetOf(text, { line, character }) {
  if (line >= text.lines) return text.length;
  const { from, to } = text.line(line + 1);
  return Math.min(from + character, to);
}
