import { DocumentNames } from '../notebook/documentNames.js';
import { KaleNotebook } from '../notebook/kaleNotebook.js';
import { Signal } from '../notebook/signal.js';
import { LanguageServer } from '../protocol/languageServer.js';
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
  #lab;
  #services;
  #settings;
  #jupyterLSP;
  #server;
  /** A word unique to this window of the browser. */
  #window = crypto
    .getRandomValues(new Uint32Array(2))
    .reduce((word, number) => word + number.toString(36), 'w');
  /** Notebooks by their panels. */
  #notebooks = new Map();

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
      stateChanged: () => this.#serverChanged()
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
    return this.#notebooks.get(this.panel) ?? null;
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
    for (const [panel, notebook] of this.#notebooks) {
      const isItsOwn = panel.content.model?.sharedModel === sharedCell.notebook;
      if (isItsOwn) return { notebook, uri: notebook.cellURI(sharedCell) };
    }
    return null;
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
    this.connect();
  }

  /** Connects to the server, again if need be, or says why that cannot be. */
  async connect() {
    const obstacle = await this.#jupyterLSP.obstacle();
    if (obstacle === null) this.#server.restart();
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
    if (panel.isDisposed || this.#notebooks.has(panel)) return;
    const bars = new CellBars(this.#lab, panel, this.#services.app.commands);
    const current = () => this.#notebooks.get(panel);
    const update = oncePerFrame(() => {
      if (!panel.isDisposed) this.#show(panel, bars);
    });
    this.#open(panel, update);
    const { contentChanged, metadataChanged } = panel.content.model;
    for (const signal of [contentChanged, metadataChanged]) signal.connect(() => current()?.contentChanged());
    panel.context.saveState.connect((_, state) => {
      if (state === 'completed') current()?.saved();
    });
    panel.context.pathChanged.connect(() => {
      current().close();
      this.#open(panel, update);
    });
    panel.disposed.connect(() => {
      current().close();
      this.#notebooks.delete(panel);
      this.changed.emit();
    });
  }

  /** Tells the server of a notebook under the path that it has now. */
  #open(panel, update) {
    const { contents } = this.#services.app.serviceManager;
    const names = new DocumentNames(this.rootURI, contents.localPath(panel.context.path), this.#window);
    const notebook = new KaleNotebook(panel.content.model.sharedModel, names, this.#server);
    this.#notebooks.set(panel, notebook);
    notebook.changed.connect(update);
    if (this.#server.state === 'ready') notebook.open();
  }

  #show(panel, bars) {
    const notebook = this.#notebooks.get(panel);
    bars.update(notebook);
    this.anyChanged.emit(notebook);
    if (panel === this.panel) this.changed.emit();
  }
}
