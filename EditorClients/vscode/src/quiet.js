'use strict';

const vscode = require('vscode');
const { notebookOf } = require('./documents');
const { counted } = require('./logic/compilation');

/**
 * How the problems of a notebook are shown: nobody has tagged it yet; it has become a pipeline and is being set up, so
 * that its problems only are counted; or they are underlined.
 *
 * @typedef {'ordinary' | 'quiet' | 'open'} Phase
 */
/** @typedef {(uri: vscode.Uri, diagnostics: vscode.Diagnostic[]) => void} Publish */

/**
 * Keeps quiet about a notebook that becomes a pipeline: from its first tag on until it is first compiled or run, or a
 * proposal has been applied to it. On the way most of what could be underlined is not done yet rather than wrong. The
 * list of problems has them all the same; a count in the status bar says when they will be underlined.
 */
class Quiet {
  /** @param {import('./outlineStore').OutlineStore} outlines */
  constructor(outlines) {
    this.outlines = outlines;
    /** @type {Map<string, Phase>} */
    this.phases = new Map();
    /**
     * What is held back of the cells of each notebook.
     *
     * @type {Map<string, Map<string, { uri: vscode.Uri, diagnostics: vscode.Diagnostic[], publish: Publish }>>}
     */
    this.held = new Map();
    /** Fires with the notebook or text that is compiled or run, or whose problems are asked for. */
    this.didEnd = /** @type {vscode.EventEmitter<string>} */ (new vscode.EventEmitter());
    this.problems = vscode.languages.createDiagnosticCollection('kale-quiet');
    this.item = vscode.window.createStatusBarItem('kale.quiet', vscode.StatusBarAlignment.Left, 89);
    this.item.name = 'Kale: problems not shown yet';
    this.item.command = 'kaleLsp.showProblems';
    const { server } = outlines;
    server.handleDiagnostics = (uri, diagnostics, publish) => this.received(uri, diagnostics, publish);
    this.subscriptions = [
      this.didEnd,
      this.problems,
      this.item,
      vscode.workspace.onDidOpenNotebookDocument(({ uri }) => this.look(uri.toString())),
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.forget(uri.toString())),
      vscode.window.onDidChangeActiveNotebookEditor(() => this.count()),
      outlines.didChange.event((uri) => this.look(uri)),
      server.didChangeState.event(() => this.serverChanged()),
    ];
  }

  serverChanged() {
    for (const uri of [...this.held.keys()]) this.release(uri, false);
    for (const { uri } of vscode.workspace.notebookDocuments) void this.look(uri.toString());
  }

  /**
   * Learns whether a notebook is a pipeline. One that was not when it was first seen is set up in this window.
   *
   * @param {string} uri
   */
  async look(uri) {
    if (this.phases.get(uri) === 'open' || notebookOf(uri) === undefined) return;
    const outline = await this.outlines.outlineIfKnown(uri);
    const phase = this.phases.get(uri);
    if (outline === null || phase === 'open') return;
    if (!outline.isKaleNotebook) this.phases.set(uri, 'ordinary');
    else if (phase === undefined) this.phases.set(uri, 'open');
    else this.phases.set(uri, 'quiet');
  }

  /**
   * Takes the diagnostics of a cell on their way to VS Code.
   *
   * @param {vscode.Uri} uri
   * @param {vscode.Diagnostic[]} diagnostics
   * @param {Publish} publish
   */
  received(uri, diagnostics, publish) {
    const notebook = notebookOf(uri)?.uri.toString();
    const phase = notebook === undefined ? undefined : this.phases.get(notebook);
    // The diagnostics of the first tag may come before the outline that says there is one.
    if (notebook === undefined || phase === undefined || phase === 'open') return publish(uri, diagnostics);
    const held = this.held.get(notebook) ?? new Map();
    this.held.set(notebook, held);
    if (diagnostics.length > 0) held.set(uri.toString(), { uri, diagnostics, publish });
    else held.delete(uri.toString());
    publish(uri, []);
    this.list(notebook);
  }

  /**
   * Shows the problems of a notebook from now on: it has been compiled, or the person asks for them.
   *
   * @param {string} uri of the notebook, a cell, or a text, of which there is nothing to show
   */
  end(uri) {
    const notebook = notebookOf(vscode.Uri.parse(uri))?.uri.toString();
    if (notebook !== undefined) {
      this.phases.set(notebook, 'open');
      this.release(notebook, true);
    }
    this.didEnd.fire(notebook ?? uri);
  }

  /** Shows the problems of the active notebook, and the list of all. */
  async showProblems() {
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    if (notebook !== undefined) this.end(notebook.uri.toString());
    await vscode.commands.executeCommand('workbench.actions.view.problems');
  }

  /**
   * @param {string} notebook
   * @param {boolean} isPublished
   */
  release(notebook, isPublished) {
    const held = this.held.get(notebook);
    this.held.delete(notebook);
    this.list(notebook);
    if (!isPublished) return;
    for (const { uri, diagnostics, publish } of held?.values() ?? []) publish(uri, diagnostics);
  }

  /** @param {string} notebook */
  forget(notebook) {
    this.phases.delete(notebook);
    this.release(notebook, false);
  }

  /**
   * Lists what is held back of a notebook under the notebook itself: VS Code underlines what is under a cell.
   *
   * @param {string} notebook
   */
  list(notebook) {
    const cells = new Map(notebookOf(vscode.Uri.parse(notebook))?.getCells()
      .map(({ document, index }) => [document.uri.toString(), index + 1]));
    const held = [...this.held.get(notebook)?.values() ?? []];
    this.problems.set(vscode.Uri.parse(notebook), held.flatMap(({ uri, diagnostics }) =>
      diagnostics.map((diagnostic) => listed(diagnostic, uri, cells.get(uri.toString())))));
    this.count();
  }

  count() {
    const notebook = vscode.window.activeNotebookEditor?.notebook.uri.toString() ?? '';
    const held = [...this.held.get(notebook)?.values() ?? []].flatMap(({ diagnostics }) => diagnostics);
    const count = held.filter(({ severity }) => severity <= vscode.DiagnosticSeverity.Warning).length;
    if (count === 0) {
      this.item.hide();
      return;
    }
    this.item.text = `$(info) ${counted(count, 'problem')}, shown after the first compile`;
    this.item.tooltip = 'The problems are in the Problems view. Click to underline them now.';
    this.item.accessibilityInformation = { label: `Kale: ${this.item.text.slice('$(info) '.length)}`, role: 'button' };
    this.item.show();
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/**
 * A problem as it is listed while nothing is underlined: as a note, because VS Code colors the names of files that have
 * errors or warnings.
 *
 * @param {vscode.Diagnostic} diagnostic
 * @param {vscode.Uri} uri of the cell
 * @param {number | undefined} cell its number; undefined for the notebook as a whole
 */
function listed(diagnostic, uri, cell) {
  const message = cell === undefined ? diagnostic.message : `Cell ${cell}: ${diagnostic.message}`;
  const result = new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), message, vscode.DiagnosticSeverity.Information);
  const place = new vscode.Location(uri, diagnostic.range);
  return Object.assign(result, {
    source: diagnostic.source,
    code: diagnostic.code,
    relatedInformation: [new vscode.DiagnosticRelatedInformation(place, 'The place in the notebook')],
  });
}

module.exports = { Quiet };
