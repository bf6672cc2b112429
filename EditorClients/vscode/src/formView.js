'use strict';

const vscode = require('vscode');
const { hasSteps } = require('./logic/outline');
const { FORM_BODY } = require('./logic/webPage');
const { activePlace, columnOf, currentDocument, placeInNotebook } = require('./place');
const { UnsupportedRequestError } = require('./server');
const { showPage } = require('./webViews');

/** @typedef {import('./logic/forms').FormAddress} FormAddress */

/**
 * A form in the side bar: of the selected cell, which it follows, or of the pipeline. Each change of a field is one edit
 * of the notebook.
 */
class FormView {
  /**
   * @param {'cell' | 'pipeline'} kind
   * @param {vscode.Uri} extensionURI
   * @param {import('./forms').Forms} forms
   * @param {import('./place').RecentNotebook} recent
   */
  constructor(kind, extensionURI, forms, recent) {
    this.kind = kind;
    this.id = kind === 'cell' ? 'kale.stepForm' : 'kale.pipelineForm';
    this.extensionURI = extensionURI;
    this.forms = forms;
    this.recent = recent;
    /** @type {vscode.WebviewView | undefined} */
    this.view = undefined;
    /** Whether the page has loaded and listens. */
    this.isReady = false;
    /**
     * The field that is to get the focus as soon as there is a form.
     *
     * @type {string | null | undefined}
     */
    this.wanted = undefined;
    /** Counts the updates, so that a late answer does not overwrite a newer one. */
    this.updates = 0;
    const update = () => void this.update();
    const { outlines, server } = forms;
    this.subscriptions = [
      vscode.window.registerWebviewViewProvider(this.id, this),
      vscode.window.onDidChangeActiveNotebookEditor(update),
      vscode.window.onDidChangeNotebookEditorSelection(update),
      vscode.window.onDidChangeActiveTextEditor(update),
      vscode.window.onDidChangeTextEditorSelection(update),
      outlines.didChange.event(update),
      server.didChangeState.event(update),
    ];
  }

  /** @param {vscode.WebviewView} view */
  resolveWebviewView(view) {
    this.view = view;
    this.isReady = false;
    view.webview.onDidReceiveMessage((message) => this.received(message));
    view.onDidChangeVisibility(() => void this.update());
    view.onDidDispose(() => {
      this.view = undefined;
      this.isReady = false;
    });
    showPage(view.webview, this.extensionURI, {
      title: this.kind === 'cell' ? 'Kale Step' : 'Kale Pipeline',
      body: FORM_BODY,
      scripts: ['formFields.js', 'form.js'],
      styles: ['common.css', 'form.css'],
    });
  }

  /**
   * Shows the form and puts the focus into a field, or the first.
   *
   * @param {string} [field]
   */
  async focus(field) {
    this.wanted = field ?? null;
    await vscode.commands.executeCommand(`${this.id}.focus`);
    await this.update();
  }

  /** The cell that the form is about: where the person is or, with another view beside the notebook, has been. */
  place() {
    const place = activePlace();
    if (place !== undefined) return place;
    const { current } = this.recent;
    const editor = vscode.window.visibleNotebookEditors.find(({ notebook }) => notebook === current);
    return editor === undefined ? undefined : placeInNotebook(editor);
  }

  /** @returns {Promise<FormAddress | undefined>} */
  async address() {
    if (this.kind === 'pipeline') {
      const uri = currentDocument(this.recent);
      return uri === undefined ? undefined : { uri };
    }
    const place = this.place();
    return place === undefined ? undefined : this.forms.addressOf(place);
  }

  async update() {
    if (this.view?.visible !== true || !this.isReady) return;
    const update = ++this.updates;
    const address = await this.address();
    const { form, text } = await this.asked(address);
    const notebook = activePlace()?.notebook ?? this.recent.current;
    const outline = notebook === undefined ? null : await this.forms.outlines.outlineIfKnown(notebook.uri.toString());
    if (update !== this.updates) return;
    const canMake = outline !== null && !hasSteps(outline);
    const canSchedule = form !== null && this.kind === 'pipeline' && outline?.isKaleNotebook !== false;
    this.post({ kind: 'form', address: JSON.stringify(address ?? null), form, text, canMake, canSchedule });
    if (this.wanted === undefined || form === null) return;
    this.post({ kind: 'focus', field: this.wanted });
    this.wanted = undefined;
  }

  /**
   * @param {FormAddress | undefined} address
   * @returns {Promise<{ form: import('./logic/forms').Form | null, text?: string }>} why there is none
   */
  async asked(address) {
    const { server } = this.forms;
    if (address === undefined) {
      const isBehind = this.recent.current !== undefined;
      return { form: null, text: isBehind ? 'Select a code cell.' : 'Open a notebook first.' };
    }
    if (!server.isRunning) return { form: null, text: 'kale-lsp is not running.' };
    try {
      const form = await this.forms.form(address);
      const isRight = form !== null && form.kind === this.kind;
      return isRight ? { form } : { form: null, text: 'Select a code cell.' };
    } catch (error) {
      if (error instanceof UnsupportedRequestError) return { form: null, text: error.message };
      // A cell that is not code has none.
      server.output.debug(`Cannot get the form of ${address.uri}: ${error}`);
      return { form: null, text: this.kind === 'cell' ? 'Select a code cell.' : 'Open a notebook first.' };
    }
  }

  /** @param {any} message */
  async received(message) {
    switch (message.kind) {
      case 'ready':
        this.isReady = true;
        return this.update();
      case 'check':
        return this.check(message);
      case 'apply':
        return this.apply(message);
      case 'undo':
        return this.undo(message);
      case 'make':
        return vscode.commands.executeCommand('kaleLsp.makePipeline');
      case 'schedule':
        return vscode.commands.executeCommand('kaleLsp.schedule');
    }
  }

  /** @param {{ ticket: number, address: string, changes: import('./logic/forms').Changes }} message */
  async check({ ticket, address, changes }) {
    const [field] = Object.keys(changes);
    try {
      const { problems } = await this.forms.check(JSON.parse(address), changes);
      this.post({ kind: 'answer', ticket, problem: problems.find((problem) => problem.field === field)?.message });
    } catch (error) {
      this.post({ kind: 'answer', ticket, problem: messageOf(error) });
    }
  }

  /** @param {{ ticket: number, address: string, changes: import('./logic/forms').Changes }} message */
  async apply({ ticket, address, changes }) {
    try {
      await this.forms.apply(JSON.parse(address), changes);
      this.post({ kind: 'answer', ticket, isApplied: true });
    } catch (error) {
      this.post({ kind: 'answer', ticket, problem: messageOf(error) });
    }
    await this.update();
  }

  /**
   * VS Code undoes in what has the focus: the notebook as a whole, if no cell of it is being edited.
   *
   * @param {{ address: string }} message
   */
  async undo({ address }) {
    const { uri } = JSON.parse(address);
    const notebook = vscode.workspace.notebookDocuments.find((each) =>
      each.uri.toString() === uri || each.getCells().some(({ document }) => document.uri.toString() === uri));
    if (notebook === undefined) {
      await vscode.window.showTextDocument(vscode.Uri.parse(uri));
    } else {
      await vscode.window.showNotebookDocument(notebook, { viewColumn: columnOf(notebook) });
      await vscode.commands.executeCommand('notebook.cell.quitEdit');
    }
    await vscode.commands.executeCommand('undo');
  }

  /** @param {object} message */
  post(message) {
    void this.view?.webview.postMessage(message);
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** @param {unknown} error */
function messageOf(error) {
  return error instanceof Error ? error.message : String(error);
}

module.exports = { FormView };
