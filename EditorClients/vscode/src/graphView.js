'use strict';

const path = require('node:path');
const vscode = require('vscode');
const { notebookOf } = require('./documents');
const { stepsWithErrors } = require('./errors');
const { headOfStep } = require('./logic/outline');
const { describeSteps } = require('./logic/runState');
const { GRAPH_BODY } = require('./logic/webPage');
const { reveal } = require('./place');
const { showPage } = require('./webViews');

/** How long the view waits for the next change before it asks for the graph again, in milliseconds. */
const CALM = 200;

/** The views of pipelines: one beside each notebook that was asked for, drawn anew as the notebook changes. */
class GraphViews {
  /**
   * @param {vscode.ExtensionContext} context
   * @param {import('./server').Server} server
   * @param {import('./outlineStore').OutlineStore} outlines
   * @param {import('./runStates').RunStates} runs
   */
  constructor(context, server, outlines, runs) {
    this.extensionURI = context.extensionUri;
    this.server = server;
    this.outlines = outlines;
    this.runs = runs;
    /** @type {Map<string, GraphView>} */
    this.views = new Map();
    this.subscriptions = [
      outlines.didChange.event((uri) => this.views.get(uri)?.changed()),
      runs.didChange.event((uri) => void this.views.get(uri)?.draw()),
      vscode.languages.onDidChangeDiagnostics(({ uris }) => this.judged(uris)),
    ];
  }

  /**
   * @param {string} uri of the notebook or text
   * @returns {Promise<void>}
   */
  async show(uri) {
    // Asked for first, so that an empty view is not what tells that there is no graph.
    const { text } = await this.server.execute('kale.graph', { uri, format: 'mermaid' });
    const known = this.views.get(uri);
    if (known !== undefined) {
      known.panel.reveal(undefined, true);
      await known.draw(text);
      return;
    }
    const view = new GraphView(uri, this);
    this.views.set(uri, view);
    view.panel.onDidDispose(() => this.views.delete(uri));
    await view.draw(text);
  }

  /** @param {readonly vscode.Uri[]} uris of documents whose problems are others than before */
  judged(uris) {
    if (this.views.size === 0) return;
    for (const uri of new Set(uris.map((each) => (notebookOf(each)?.uri ?? each).toString()))) {
      this.views.get(uri)?.changed();
    }
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
    for (const view of this.views.values()) view.panel.dispose();
  }
}

class GraphView {
  /**
   * @param {string} uri
   * @param {GraphViews} views
   */
  constructor(uri, views) {
    this.uri = uri;
    this.views = views;
    this.graph = '';
    /** @type {NodeJS.Timeout | undefined} */
    this.timer = undefined;
    this.panel = vscode.window.createWebviewPanel(
      'kale.graph',
      `Pipeline of ${path.posix.basename(vscode.Uri.parse(uri).path)}`,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { retainContextWhenHidden: true },
    );
    const { webview } = this.panel;
    webview.onDidReceiveMessage((message) => this.received(message));
    this.panel.onDidDispose(() => clearTimeout(this.timer));
    showPage(webview, views.extensionURI, {
      title: 'Pipeline',
      body: GRAPH_BODY,
      scripts: ['mermaid.min.js', 'drawing.js', 'graph.js'],
      styles: ['graph.css'],
    });
  }

  /**
   * Shows the graph with what is wrong with its steps and how far the last run of them is.
   *
   * @param {string} [graph] in Mermaid's language, if it is another than before
   */
  async draw(graph = this.graph) {
    this.graph = graph;
    const { outlines, runs } = this.views;
    const outline = await outlines.outlineIfKnown(this.uri);
    void this.panel.webview.postMessage({
      graph: this.graph,
      errors: stepsWithErrors(this.uri, outline),
      steps: describeSteps(runs.of(this.uri)),
    });
  }

  changed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.refresh(), CALM);
  }

  async refresh() {
    try {
      const { text } = await this.views.server.execute('kale.graph', { uri: this.uri, format: 'mermaid' });
      await this.draw(text);
    } catch (error) {
      // The notebook has no graph as it stands; its problems say why, and the last graph stays to be seen.
      this.views.server.output.debug(`Cannot get the graph of ${this.uri}: ${error}`);
    }
  }

  /** @param {{ kind: 'ready' } | { kind: 'step', name: string }} message */
  async received(message) {
    if (message.kind === 'ready') {
      await this.draw();
      return;
    }
    const outline = await this.views.outlines.outlineIfKnown(this.uri);
    const head = outline === null ? undefined : headOfStep(outline, String(message.name));
    if (head !== undefined) await reveal(head.uri, head.range.start);
  }
}

module.exports = { GraphViews };
