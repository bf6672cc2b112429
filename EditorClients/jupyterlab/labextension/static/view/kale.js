import { DocumentNames } from '../notebook/documentNames.js';
import { KaleNotebook } from '../notebook/kaleNotebook.js';
import { Signal } from '../notebook/signal.js';
import { NOT_OURS } from '../protocol/jsonRPC.js';
import { LanguageServer } from '../protocol/languageServer.js';
import { CellBars } from './cellBars.js';

/** The key of the server in jupyter-lsp. */
const SERVER = 'kale-lsp';

/** The open notebooks and the server that they are told to: what connects JupyterLab's widgets with all of it. */
export class Kale {
  /** The current notebook is another one, or what is said of it has changed, or the server's state has. */
  changed = new Signal();
  /** What is said of a notebook has changed; its `KaleNotebook`. */
  anyChanged = new Signal();
  /** Progress of a command, `kale/runOutput`: `{method, params}`. */
  notified = new Signal();
  #lab;
  #services;
  #settings;
  #server;
  /** A word unique to this window of the browser. */
  #window = crypto.getRandomValues(new Uint32Array(2)).reduce((word, number) => word + number.toString(36), 'w');
  /** Notebooks by their panels. */
  #notebooks = new Map();

  constructor(lab, services, settings) {
    this.#lab = lab;
    this.#services = services;
    this.#settings = settings;
    this.#server = new LanguageServer(() => this.#openSocket(), {
      window: this.#window,
      rootURI: this.rootURI,
      version: services.app.version,
      prepare: conversation => this.#prepare(conversation),
      stateChanged: () => this.#serverChanged()
    });
  }

  get server() {
    return this.#server;
  }

  /** The `file:` URI of the folder that Jupyter serves; empty where jupyter-lsp does not know it. */
  get rootURI() {
    return this.#lab.coreutils.PageConfig.getOption('rootUri');
  }

  /** The panel of the notebook that the person is in; null where they are in none. */
  get panel() {
    return this.#services.tracker.currentWidget;
  }

  /** @returns {KaleNotebook | null} the notebook that the person is in */
  get notebook() {
    return this.#notebooks.get(this.panel) ?? null;
  }

  /** The widget of the cell that the person is in; null where they are in none. */
  get activeCell() {
    return this.panel?.content.activeCell ?? null;
  }

  /** What `kale/outline` says of that cell; undefined where it says nothing. */
  get activeOutline() {
    const uri = this.activeCell && this.notebook?.cellURI(this.activeCell.model.sharedModel);
    return this.notebook?.outline?.cells.find(cell => cell.uri === uri);
  }

  /** Goes to a place in a cell of the current notebook. */
  async reveal(uri, { line, character }) {
    const { app } = this.#services;
    const { panel, notebook } = this;
    const index = panel?.content.widgets.findIndex(cell => notebook.cellURI(cell.model.sharedModel) === uri) ?? -1;
    if (index < 0) return;
    app.shell.activateById(panel.id);
    panel.content.activeCellIndex = index;
    await panel.content.scrollToItem(index, 'smart');
    panel.content.activeCell?.editor?.setCursorPosition({ line, column: character });
  }

  /** The notebook that a cell belongs to, with the cell's document; null for cells of consoles and the like. */
  find(sharedCell) {
    for (const [panel, notebook] of this.#notebooks) {
      if (panel.content.model?.sharedModel === sharedCell?.notebook) return { notebook, uri: notebook.cellURI(sharedCell) };
    }
    return null;
  }

  start() {
    const { tracker } = this.#services;
    tracker.widgetAdded.connect((_, panel) => this.#add(panel));
    tracker.currentChanged.connect(() => this.changed.emit());
    tracker.forEach(panel => this.#add(panel));
    this.#settings.onChange(() => this.#server.notify('workspace/didChangeConfiguration', { settings: null }));
    window.addEventListener('pagehide', () => this.#notebooks.forEach(notebook => notebook.close()));
    this.#connectIfThere();
  }

  /** Asks jupyter-lsp whether it has the server, so that a missing one is told and not tried for ever. */
  async #connectIfThere() {
    const { ServerConnection } = this.#lab.services;
    const connection = this.#services.app.serviceManager.serverSettings;
    const url = this.#lab.coreutils.URLExt.join(connection.baseUrl, 'lsp', 'status');
    try {
      const response = await ServerConnection.makeRequest(url, { method: 'GET' }, connection);
      const sessions = response.ok ? (await response.json()).sessions : null;
      if (sessions === null) this.#server.giveUp('jupyter-lsp is not installed: pip install "kale-lsp[jupyterlab]"');
      else if (sessions[SERVER] === undefined) this.#server.giveUp('jupyter-lsp does not know kale-lsp: pip install kale-lsp');
      else this.#server.connect();
    } catch (error) {
      this.#server.giveUp(error.message);
    }
  }

  #openSocket() {
    const { URLExt } = this.#lab.coreutils;
    const { wsUrl, token, appendToken, WebSocket } = this.#services.app.serviceManager.serverSettings;
    const url = URLExt.join(wsUrl, 'lsp', 'ws', SERVER);
    return new WebSocket(appendToken && token ? `${url}?token=${encodeURIComponent(token)}` : url);
  }

  #prepare(conversation) {
    const owner = uri => [...this.#notebooks.values()].find(notebook => notebook.owns(uri));
    conversation.onNotification('textDocument/publishDiagnostics', params => {
      owner(params.uri)?.receiveDiagnostics(params);
    });
    conversation.onNotification('kale/outlineChanged', ({ uri }) => owner(uri)?.refreshOutline());
    for (const method of ['$/progress', 'kale/runOutput']) {
      conversation.onNotification(method, params => this.notified.emit({ method, params }));
    }
    conversation.onNotification('window/showMessage', ({ message }) => this.#lab.apputils.Notification.warning(message));
    conversation.onNotification('window/logMessage', ({ message }) => console.debug('kale-lsp:', message));
    conversation.onRequest('workspace/configuration', async ({ items }) => {
      const section = await this.#settings.ofServer();
      return items.map(item => (item.section === 'kale' ? section : null));
    });
    conversation.onRequest('kale/applyNotebookEdit', params => {
      return owner(params.edit.notebookDocument.uri)?.applyNotebookEdit(params) ?? NOT_OURS;
    });
    conversation.onRequest('workspace/applyEdit', ({ edit }) => {
      const uris = edit.documentChanges?.map(change => change.textDocument.uri) ?? Object.keys(edit.changes ?? {});
      const notebook = owner(uris[0] ?? '');
      if (notebook === undefined) return NOT_OURS;
      const failureReason = notebook.applyWorkspaceEdit(edit);
      return failureReason === null ? { applied: true } : { applied: false, failureReason };
    });
  }

  #serverChanged() {
    for (const notebook of this.#notebooks.values()) {
      if (this.#server.state === 'ready') notebook.open();
      else notebook.forget();
    }
    this.changed.emit();
  }

  async #add(panel) {
    await panel.context.ready;
    if (panel.isDisposed || this.#notebooks.has(panel)) return;
    const model = panel.content.model;
    let notebook = this.#open(panel);
    const bars = new CellBars(this.#lab, panel, this.#services.app.commands);
    const update = () => {
      bars.update(this.#notebooks.get(panel));
      this.anyChanged.emit(this.#notebooks.get(panel));
      if (panel === this.panel) this.changed.emit();
    };
    notebook.changed.connect(update);
    model.contentChanged.connect(() => this.#notebooks.get(panel)?.contentChanged());
    model.metadataChanged.connect(() => this.#notebooks.get(panel)?.contentChanged());
    panel.context.saveState.connect((_, state) => {
      if (state === 'completed') this.#notebooks.get(panel)?.saved();
    });
    panel.context.pathChanged.connect(() => {
      notebook.close();
      notebook = this.#open(panel);
      notebook.changed.connect(update);
    });
    panel.disposed.connect(() => {
      notebook.close();
      this.#notebooks.delete(panel);
      this.changed.emit();
    });
  }

  #open(panel) {
    const { contents } = this.#services.app.serviceManager;
    const names = new DocumentNames(this.rootURI, contents.localPath(panel.context.path), this.#window);
    const notebook = new KaleNotebook(panel.content.model.sharedModel, names, this.#server);
    this.#notebooks.set(panel, notebook);
    if (this.#server.state === 'ready') notebook.open();
    return notebook;
  }
}
