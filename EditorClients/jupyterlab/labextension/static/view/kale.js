import { Activities } from '../notebook/activities.js';
import { DocumentNames } from '../notebook/documentNames.js';
import { KaleNotebook } from '../notebook/kaleNotebook.js';
import { Signal } from '../notebook/signal.js';
import { LanguageServer } from '../protocol/languageServer.js';
import { Windows } from '../protocol/windows.js';
import { CellBars } from './cellBars.js';
import { JupyterLSP } from './jupyterLSP.js';
import { oncePerFrame } from './oncePerFrame.js';
import { hearServer } from './serverMessages.js';

/**
 * The open notebooks and the server that they are told to: what connects JupyterLab's widgets with all of it.
 */
export class Kale {
  /** The current notebook is another one, or what is said of it has changed, or the server's state has. */
  changed = new Signal();
  /** What is said of a notebook has changed; its `KaleNotebook`. */
  anyChanged = new Signal();
  /** Progress of a command, `kale/runOutput`: `{method, params}`. */
  notified = new Signal();
  /** What the server does at the moment. */
  activities = new Activities();
  /** What stops the runs of this window, by the URIs of their notebooks, which may be closed and opened meanwhile. */
  runs = new Map();
  #lab;
  #services;
  #settings;
  #jupyterLSP;
  #server;
  /** A word unique to this window of the browser. */
  #window = crypto
    .getRandomValues(new Uint32Array(2))
    .reduce((word, number) => word + number.toString(36), 'w');
  #windows;
  /**
   * Notebooks by the contexts of their panels: views of the same notebook share a context and its model, and the server
   * knows it once.
   */
  #notebooks = new Map();
  /** The bars of each panel. */
  #views = new Map();

  constructor(lab, services, settings) {
    this.#lab = lab;
    this.#services = services;
    this.#settings = settings;
    this.#jupyterLSP = new JupyterLSP(lab, services.app.serviceManager.serverSettings);
    const owner = uri => [...this.#notebooks.values()].find(notebook => notebook.owns(uri));
    this.#server = new LanguageServer(() => this.#jupyterLSP.openSocket(), {
      window: this.#window,
      rootURI: this.rootURI,
      version: services.app.version,
      prepare: conversation => hearServer(conversation, { owner, settings, notified: this.notified, lab }),
      stateChanged: () => this.#serverChanged(),
      died: () => this.restart()
    });
    const { baseUrl } = services.app.serviceManager.serverSettings;
    this.#windows = new Windows(new BroadcastChannel(`kale-lsp ${baseUrl}`), this.#window, {
      release: () => this.#server.release(),
      reconnect: () => this.#server.connect()
    });
  }

  get server() {
    return this.#server;
  }

  /** The `file:` URI of the folder that Jupyter serves; empty where it is not known. */
  get rootURI() {
    return this.#jupyterLSP.rootURI;
  }

  /** The panel of the notebook that the person is in; null where they are in none. */
  get panel() {
    return this.#services.tracker.currentWidget;
  }

  /** @returns {KaleNotebook | null} the notebook that the person is in */
  get notebook() {
    return this.#notebooks.get(this.panel?.context) ?? null;
  }

  /** The widget of the cell that the person is in; null where they are in none. */
  get activeCell() {
    return this.panel?.content.activeCell ?? null;
  }

  /** Makes the cell the active one that the context menu was opened on. */
  activateClickedCell() {
    const clicked = this.#services.app.contextMenuHitTest(node => node.classList.contains('jp-Cell'));
    const index = this.panel.content.widgets.findIndex(({ node }) => node === clicked);
    if (index >= 0) this.panel.content.activeCellIndex = index;
  }

  /** What `kale/outline` says of that cell; undefined where it says nothing. */
  get activeOutline() {
    const uri = this.activeCell && this.notebook?.cellURI(this.activeCell.model.sharedModel);
    return this.notebook?.outline?.cells.find(cell => cell.uri === uri);
  }

  /** Whether the notebook can be made a pipeline: it is open at the server and has no steps yet. */
  get canMakePipeline() {
    const { server, notebook } = this;
    return server.state === 'ready' && Boolean(notebook?.outline) && !notebook.hasSteps;
  }

  /** Goes to the cell with an index in the file. */
  revealCell(index) {
    const cell = this.panel?.content.widgets[index];
    if (cell === undefined) return;
    this.reveal(this.notebook.cellURI(cell.model.sharedModel), { line: 0, character: 0 });
  }

  /** Goes to a place in a cell of the current notebook. */
  async reveal(uri, { line, character }) {
    const { app } = this.#services;
    const { panel, notebook } = this;
    const index =
      panel?.content.widgets.findIndex(cell => notebook.cellURI(cell.model.sharedModel) === uri) ?? -1;
    if (index < 0) return;
    app.shell.activateById(panel.id);
    panel.content.activeCellIndex = index;
    await panel.content.scrollToItem(index, 'smart');
    panel.content.activeCell?.editor?.setCursorPosition({ line, column: character });
  }

  /**
   * The notebook that a cell belongs to, with the cell's document; null for cells of consoles and the like.
   */
  find(sharedCell) {
    for (const [context, notebook] of this.#notebooks) {
      const isItsOwn = context.model?.sharedModel === sharedCell.notebook;
      if (isItsOwn) return { notebook, uri: notebook.cellURI(sharedCell) };
    }
    return null;
  }

  /**
   * Remembers where the person is in the notebook.
   *
   * @returns {() => void} gives the focus back to the notebook if it has fallen on the page: there, keys do nothing
   */
  focusKeeper() {
    const { panel } = this;
    const mode = panel?.content.mode;
    return () => {
      const { activeElement } = document;
      const isLost = activeElement === null || activeElement === document.body;
      if (!isLost || panel === null || panel.isDisposed || panel !== this.panel) return;
      if (mode !== undefined) panel.content.mode = mode;
      panel.content.activate();
    };
  }

  start() {
    const { tracker } = this.#services;
    tracker.widgetAdded.connect((_, panel) => this.#add(panel));
    tracker.currentChanged.connect(() => this.changed.emit());
    tracker.forEach(panel => {
      this.#add(panel);
    });
    this.#settings.onChange(() =>
      this.#server.notify('workspace/didChangeConfiguration', { settings: null })
    );
    window.addEventListener('pagehide', () => {
      for (const notebook of this.#notebooks.values()) notebook.close();
    });
    // The server ends with its last window, and a run ends with the server.
    window.addEventListener('beforeunload', event => {
      if (this.runs.size === 0) return;
      event.preventDefault();
      event.returnValue = 'A pipeline is running.';
    });
    this.activities.changed.connect(() => this.changed.emit());
    this.#whenThereIsAServer(() => this.#server.connect());
  }

  /** Starts the server again, for all windows of the browser. */
  restart() {
    return this.#whenThereIsAServer(() => this.#windows.restart());
  }

  /** Does something, or says why there is no server. */
  async #whenThereIsAServer(work) {
    const obstacle = await this.#jupyterLSP.obstacle();
    if (obstacle === null) await work();
    else this.#server.giveUp(obstacle);
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
    if (panel.isDisposed || this.#views.has(panel)) return;
    const { context } = panel;
    const bars = new CellBars(this.#lab, panel, this.#services.app.commands);
    this.#views.set(panel, bars);
    if (this.#notebooks.has(context)) this.#show(panel);
    else this.#addContext(context);
    panel.content.activeCellChanged.connect(oncePerFrame(() => this.#show(panel)));
    panel.disposed.connect(() => {
      this.#views.delete(panel);
      const isOpen = [...this.#views.keys()].some(view => view.context === context);
      if (!isOpen) {
        this.#notebooks.get(context).close();
        this.#notebooks.delete(context);
      }
      this.changed.emit();
    });
  }

  /** Follows a notebook, in however many views it is. */
  #addContext(context) {
    const current = () => this.#notebooks.get(context);
    this.#open(context);
    const { contentChanged, metadataChanged } = context.model;
    for (const signal of [contentChanged, metadataChanged]) signal.connect(() => current()?.contentChanged());
    context.saveState.connect((_, state) => {
      if (state === 'completed') current()?.saved();
    });
    context.pathChanged.connect(() => {
      if (current() === undefined) return;
      const { quiet } = current();
      current().close();
      this.#open(context, quiet);
    });
  }

  /** Tells the server of a notebook under the path that it has now. */
  #open(context, quiet = undefined) {
    const { contents } = this.#services.app.serviceManager;
    const names = new DocumentNames(this.rootURI, contents.localPath(context.path), this.#window);
    const notebook = new KaleNotebook(context.model.sharedModel, names, this.#server, quiet);
    this.#notebooks.set(context, notebook);
    notebook.changed.connect(
      oncePerFrame(() => {
        if (this.#notebooks.get(context) !== notebook) return;
        for (const panel of this.#views.keys()) {
          if (panel.context === context) this.#show(panel);
        }
        this.anyChanged.emit(notebook);
        if (this.panel?.context === context) this.changed.emit();
      })
    );
    if (this.#server.state === 'ready') notebook.open();
  }

  #show(panel) {
    const notebook = this.#notebooks.get(panel.context);
    if (panel.isDisposed || notebook === undefined) return;
    this.#views.get(panel)?.update(notebook, { canRun: this.#server.hasCommand('kale.run') });
  }
}
