'use strict';

const vscode = require('vscode');
const { hasSteps } = require('./logic/outline');
const { currentDocument } = require('./place');

/** Whether the server reads the active document as a notebook; commands that need one are shown then. */
const HAS_NOTEBOOK = 'kaleLsp.hasNotebook';

/** Whether that notebook is a pipeline for Kale. */
const IS_PIPELINE = 'kaleLsp.isPipeline';

/** Whether it has steps; without any, a proposal makes it a pipeline. */
const HAS_STEPS = 'kaleLsp.hasSteps';

/** Whether kale-lsp could not be started; the walkthrough then says how to install it. */
const IS_SERVER_MISSING = 'kaleLsp.isServerMissing';

/** Whether the window has had a notebook; the forms are in the side bar from then on. */
const IS_STARTED = 'kaleLsp.isStarted';

/** Whether a run of that notebook goes on. */
const IS_RUNNING = 'kaleLsp.isRunning';

/** Tells VS Code what the active notebook is, for the conditions of menus and keys in the manifest. */
class ContextKeys {
  /**
   * @param {import('./outlineStore').OutlineStore} outlines
   * @param {import('./place').RecentNotebook} recent
   * @param {import('./runs').Runs} runs
   */
  constructor(outlines, recent, runs) {
    this.outlines = outlines;
    this.recent = recent;
    this.runs = runs;
    /** Counts the updates, so that a late answer does not overwrite a newer one. */
    this.updates = 0;
    /** @type {Map<string, boolean>} */
    this.told = new Map();
    const update = () => void this.update();
    this.subscriptions = [
      vscode.window.onDidChangeActiveNotebookEditor(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      // VS Code closes the document of a closed editor some time later.
      vscode.workspace.onDidCloseNotebookDocument(update),
      outlines.didChange.event(update),
      runs.didChange.event(update),
      outlines.server.didChangeState.event(update),
    ];
  }

  async update() {
    const update = ++this.updates;
    const uri = currentDocument(this.recent);
    const outline = uri === undefined ? null : await this.outlines.outlineIfKnown(uri);
    if (update !== this.updates) return;
    this.tell(IS_STARTED, this.outlines.server.isWanted);
    this.tell(IS_SERVER_MISSING, this.outlines.server.state.kind === 'failed');
    this.tell(HAS_NOTEBOOK, outline !== null);
    this.tell(IS_PIPELINE, outline?.isKaleNotebook === true);
    this.tell(HAS_STEPS, outline !== null && hasSteps(outline));
    this.tell(IS_RUNNING, uri !== undefined && this.runs.isRunning(uri));
  }

  /**
   * @param {string} key
   * @param {boolean} value
   */
  tell(key, value) {
    if (this.told.get(key) === value) return;
    this.told.set(key, value);
    void vscode.commands.executeCommand('setContext', key, value);
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

module.exports = { ContextKeys };
