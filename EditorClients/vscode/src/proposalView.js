'use strict';

const path = require('node:path');
const vscode = require('vscode');
const { ROLE, fieldOf } = require('./logic/forms');
const { PROPOSAL_BODY } = require('./logic/webPage');
const { columnOf, reveal } = require('./place');
const { showPage } = require('./webViews');

/**
 * @typedef {object} ProposedCell
 * @property {number} cell
 * @property {string} role
 * @property {string} [step] of a cell with the role `none`, the step that it joins
 * @property {string[]} previous
 * @property {string} reason
 * @property {string} summary
 */
/**
 * What a notebook would become as a pipeline.
 *
 * @typedef {object} Proposal
 * @property {string} pipelineName
 * @property {ProposedCell[]} cells
 * @property {{ from: string, to: string, names: string[] }[]} edges
 * @property {string} mermaid the same as a picture
 * @property {{ cell?: number, message: string, severity: number }[]} problems
 */
/** @typedef {{ cells: { cell: number, role: string, step?: string }[], pipelineName?: string }} Changes */

/** How long the notice of an applied proposal is shown, in milliseconds. */
const NEWS = 20_000;

/** The previews of proposals, one for each notebook that one was asked for. */
class ProposalViews {
  /**
   * @param {vscode.Uri} extensionURI
   * @param {import('./forms').Forms} forms
   * @param {import('./quiet').Quiet} quiet
   */
  constructor(extensionURI, forms, quiet) {
    this.extensionURI = extensionURI;
    this.forms = forms;
    this.quiet = quiet;
    /** @type {Map<string, ProposalView>} */
    this.views = new Map();
    this.subscriptions = [
      forms.outlines.didChange.event((uri) => this.views.get(uri)?.refresh()),
      vscode.workspace.onDidCloseNotebookDocument(({ uri }) => this.views.get(uri.toString())?.panel.dispose()),
    ];
  }

  /**
   * @param {string} uri of the notebook or text
   * @param {vscode.NotebookDocument} [notebook]
   */
  async show(uri, notebook) {
    const known = this.views.get(uri);
    if (known !== undefined) {
      known.panel.reveal();
      // The page that VS Code reveals has the focus, and none of its elements has it.
      void known.panel.webview.postMessage({ kind: 'focus' });
      return;
    }
    // Asked for first, so that an empty view is not what tells that there is none.
    const proposal = await this.forms.server.request('kale/proposal', { uri });
    if (proposal === null) throw new Error('Open a notebook first.');
    if (proposal.cells.length === 0) throw new Error('The notebook has no code cells yet.');
    const view = new ProposalView(uri, notebook, this, await this.roles(uri, notebook, proposal), proposal);
    this.views.set(uri, view);
    view.panel.onDidDispose(() => this.views.delete(uri));
  }

  /**
   * What a cell can be, in the words of the server.
   *
   * @param {string} uri
   * @param {vscode.NotebookDocument | undefined} notebook
   * @param {Proposal} proposal
   */
  async roles(uri, notebook, { cells: [{ cell }] }) {
    const document = notebook?.cellAt(cell).document.uri.toString();
    const form = await this.forms.form(document === undefined ? { uri, cell } : { uri: document });
    return fieldOf(form?.fields ?? [], ROLE)?.choices ?? [];
  }

  /**
   * Waits until what there was to tell after applying a proposal is no news any more.
   *
   * @param {string} uri
   * @returns {Promise<void>}
   */
  isOutdated(uri) {
    return new Promise((resolve) => {
      const timer = setTimeout(done, NEWS).unref();
      const subscriptions = [
        this.quiet.didEnd.event((ended) => ended === uri && done()),
        vscode.workspace.onDidCloseNotebookDocument((closed) => closed.uri.toString() === uri && done()),
      ];
      function done() {
        clearTimeout(timer);
        for (const subscription of subscriptions) subscription.dispose();
        resolve();
      }
    });
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const view of [...this.views.values()]) view.panel.dispose();
  }
}

class ProposalView {
  /**
   * @param {string} uri
   * @param {vscode.NotebookDocument | undefined} notebook
   * @param {ProposalViews} views
   * @param {import('./logic/forms').Choice[]} roles
   * @param {Proposal} proposal
   */
  constructor(uri, notebook, views, roles, proposal) {
    this.uri = uri;
    this.notebook = notebook;
    this.views = views;
    this.roles = roles;
    this.proposal = proposal;
    /** @type {Changes} */
    this.changes = { cells: [] };
    /** Counts the requests, so that a late answer does not overwrite a newer one. */
    this.requests = 0;
    this.panel = vscode.window.createWebviewPanel(
      'kale.proposal',
      `Pipeline from ${path.posix.basename(vscode.Uri.parse(uri).path)}`,
      { viewColumn: vscode.ViewColumn.Beside },
      { enableScripts: true, retainContextWhenHidden: true },
    );
    this.panel.webview.onDidReceiveMessage((message) => this.received(message));
    showPage(this.panel.webview, views.extensionURI, {
      title: 'Make this a pipeline',
      body: PROPOSAL_BODY,
      scripts: ['mermaid.min.js', 'drawing.js', 'formFields.js', 'proposal.js'],
      styles: ['common.css', 'proposal.css'],
    });
  }

  /** @param {any} message */
  async received(message) {
    switch (message.kind) {
      case 'ready':
        return this.draw();
      case 'change':
        this.changes = message.changes;
        return this.refresh();
      case 'apply':
        this.changes = message.changes;
        return this.apply();
      case 'cancel':
        this.panel.dispose();
        return this.showNotebook();
      case 'cell':
        return this.showCell(message.cell);
    }
  }

  draw() {
    const { proposal, roles } = this;
    void this.panel.webview.postMessage({ kind: 'proposal', proposal, roles, changes: this.changes });
  }

  async refresh() {
    const request = ++this.requests;
    try {
      const proposal = await this.views.forms.server.request('kale/proposal', { uri: this.uri, ...this.changes });
      if (request !== this.requests || proposal === null) return;
      this.proposal = proposal;
      this.draw();
    } catch (error) {
      this.fail(error);
    }
  }

  async apply() {
    const { forms, quiet } = this.views;
    const { uri } = this;
    try {
      await forms.server.execute('kale.applyProposal', { uri, ...this.changes });
    } catch (error) {
      this.fail(error);
      return;
    }
    this.panel.dispose();
    await this.showNotebook();
    quiet.end(uri);
    this.tellApplied();
  }

  /** VS Code closes a notice of progress when that ends, here with the compilation; any other stays beside its result. */
  tellApplied() {
    // A bracket in the name of a file would end the link. VS Code takes a URI object for one of the window's machine.
    const argument = encodeURIComponent(JSON.stringify([this.uri])).replaceAll('(', '%28').replaceAll(')', '%29');
    /** @type {(title: string, command: string) => string} */
    const link = (title, command) => `[${title}](command:${command}?${argument})`;
    // VS Code shows one line of it.
    const title = 'The notebook is a pipeline now. '
      + `${link('Compile', 'kaleLsp.compile')} or ${link('Show Graph', 'kaleLsp.showGraph')}.`;
    void vscode.window.withProgress({ location: vscode.ProgressLocation.Notification, title }, (progress) => {
      progress.report({ increment: 100 });
      return this.views.isOutdated(this.uri);
    });
  }

  async showNotebook() {
    if (this.notebook === undefined) await vscode.window.showTextDocument(vscode.Uri.parse(this.uri));
    else await vscode.window.showNotebookDocument(this.notebook, { viewColumn: columnOf(this.notebook) });
  }

  /** @param {number} index */
  async showCell(index) {
    if (this.notebook !== undefined) {
      await reveal(this.notebook.cellAt(index).document.uri.toString(), { line: 0, character: 0 });
      return;
    }
    const outline = await this.views.forms.outlines.outlineIfKnown(this.uri);
    const cell = outline?.cells.find((each) => each.cell === index);
    if (cell !== undefined) await reveal(cell.uri, cell.range.start);
  }

  /** @param {unknown} error */
  fail(error) {
    const problem = error instanceof Error ? error.message : String(error);
    void this.panel.webview.postMessage({ kind: 'problem', problem });
  }
}

module.exports = { ProposalViews };
