import { ErrorCode, ResponseError } from '../protocol/jsonRPC.js';
import { compare } from '../protocol/positions.js';
import { applyNotebookEdits, applyTextEdits } from './edits.js';
import { Signal } from './signal.js';
import { snapshot } from './snapshot.js';
import { Synchronization } from './synchronization.js';
import { scriptForCompletion } from './tagText.js';
import { Trial } from './trial.js';

/** How long a person's typing is to rest before the server is told, in milliseconds. */
const TYPING_PAUSE = 80;

/**
 * A notebook that is open, with what the server says of it.
 *
 * Nothing in here knows how any of it is shown.
 */
export class KaleNotebook {
  /** Something of what the server says has changed. */
  changed = new Signal();
  /** The answer to `kale/outline`; null as long as there is none. */
  outline = null;
  /** What `kale/runState` said last of a run of the notebook; null where there was none. */
  run = null;
  #sharedModel;
  #names;
  #server;
  #synchronization = null;
  #timer = null;
  /** Lists of diagnostics, by the URIs of their documents. */
  #diagnostics = new Map();
  #outlineQuestions = 0;
  #outlineAnswered = 0;
  /** @type {Trial | null} */
  #trial = null;
  /** Whether an edit of the action that is being performed came too late. */
  #hasRefusedAsStale = false;
  /** What each code action that was offered had been asked with. */
  #questions = new WeakMap();

  /**
   * @param {object} sharedModel JupyterLab's `ISharedNotebook`
   * @param {import('./documentNames.js').DocumentNames} names
   * @param {import('../protocol/languageServer.js').LanguageServer} server
   */
  constructor(sharedModel, names, server) {
    this.#sharedModel = sharedModel;
    this.#names = names;
    this.#server = server;
  }

  get uri() {
    return this.#names.notebook;
  }

  /** Whether Kale would make a pipeline of the notebook: as the server says, else as its tags tell. */
  get isKale() {
    return this.outline?.isKaleNotebook ?? this.#diagnostics.size > 0;
  }

  /** Whether a document is this notebook or a cell of it. */
  owns(uri) {
    return uri === this.uri || uri.startsWith(`${this.uri}/`) || (this.#trial?.owns(uri) ?? false);
  }

  cellURI(sharedCell) {
    return this.#names.cell(sharedCell.getId(), sharedCell.cell_type);
  }

  /** The shared cell of a document; undefined where it is gone. */
  findCell(uri) {
    return this.#sharedModel.cells.find(cell => this.cellURI(cell) === uri);
  }

  /** What is wrong in a document, errors first. */
  diagnosticsOf(uri) {
    return this.#diagnostics.get(uri) ?? [];
  }

  /**
   * All that is wrong, in the order of the cells, with the index of each one's cell; null for the whole
   * notebook.
   */
  get allDiagnostics() {
    const own = this.diagnosticsOf(this.uri).map(diagnostic => ({ cell: null, uri: this.uri, diagnostic }));
    const ofCells = this.#sharedModel.cells.flatMap((cell, index) => {
      const uri = this.cellURI(cell);
      return this.diagnosticsOf(uri).map(diagnostic => ({ cell: index, uri, diagnostic }));
    });
    return [...own, ...ofCells];
  }

  /** Tells the server of the notebook: when the server is ready, and again when it is a new one. */
  open() {
    this.#synchronization = new Synchronization(this.uri, snapshot(this.#sharedModel, this.#names));
    this.#server.notify('notebookDocument/didOpen', this.#synchronization.didOpen());
    this.refreshOutline();
  }

  close() {
    clearTimeout(this.#timer);
    if (this.#synchronization)
      this.#server.notify('notebookDocument/didClose', this.#synchronization.didClose());
    this.forget();
  }

  /** Drops what the server said: it is gone, or the notebook is not open there any more. */
  forget() {
    this.#synchronization = null;
    this.#diagnostics.clear();
    this.outline = null;
    if (this.run?.state === 'running') this.run = null;
    this.changed.emit();
  }

  saved() {
    if (this.#synchronization)
      this.#server.notify('notebookDocument/didSave', this.#synchronization.didSave());
  }

  /** To be called whenever anything of the notebook may have changed. */
  contentChanged() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), TYPING_PAUSE);
  }

  /** Tells the server at once of what has changed. */
  flush() {
    clearTimeout(this.#timer);
    const change = this.#synchronization?.didChange(snapshot(this.#sharedModel, this.#names));
    if (!change) return;
    this.#server.notify('notebookDocument/didChange', change);
    this.#forgetClosed(change.change.cells?.structure?.didClose ?? []);
  }

  receiveDiagnostics({ uri, diagnostics }) {
    if (this.#trial?.owns(uri)) {
      this.#trial.receiveDiagnostics({ uri, diagnostics });
      return;
    }
    if (diagnostics.length === 0) this.#diagnostics.delete(uri);
    else this.#diagnostics.set(uri, [...diagnostics].sort(bySeverityAndPlace));
    this.changed.emit();
  }

  receiveRunState({ state, steps }) {
    this.run = { state, steps };
    this.changed.emit();
  }

  /** The document of the first cell of a step; undefined for a step of another notebook. */
  firstCellOf(step) {
    return this.outline?.cells.find(cell => cell.step === step)?.uri;
  }

  /** Asks for the outline. Of answers that overlap, that to the last question counts. */
  async refreshOutline() {
    const asked = this.#synchronization;
    this.#outlineQuestions += 1;
    const question = this.#outlineQuestions;
    try {
      const outline = await this.#server.request('kale/outline', { uri: this.uri });
      if (asked === null || asked !== this.#synchronization || question < this.#outlineAnswered) return;
      this.#outlineAnswered = question;
      this.outline = outline;
      this.changed.emit();
    } catch (error) {
      if (error.code !== ErrorCode.methodNotFound) console.debug('kale-lsp:', error.message);
    }
  }

  /** @returns {Promise<object | null>} the protocol's `Hover` */
  hover(uri, position) {
    return this.#ask('textDocument/hover', { textDocument: { uri }, position });
  }

  /** @returns {Promise<object[]>} the protocol's code actions */
  async codeActions(uri, range, only) {
    const diagnostics = this.diagnosticsOf(uri).filter(diagnostic => overlaps(diagnostic.range, range));
    const context = { diagnostics, ...(only && { only }) };
    const actions = await this.#ask('textDocument/codeAction', { textDocument: { uri }, range, context });
    for (const action of actions ?? []) this.#questions.set(action, [uri, range, only]);
    return actions ?? [];
  }

  /**
   * Does what a code action says. One that was offered for an older version of the notebook is asked for
   * again: the kernel, for example, writes its language into the metadata when it starts.
   */
  async perform(action) {
    this.#hasRefusedAsStale = false;
    try {
      await this.#perform(action);
    } catch (error) {
      const question = this.#questions.get(action);
      const isStale = error.code === ErrorCode.contentModified || this.#hasRefusedAsStale;
      if (!isStale || question === undefined) throw error;
      const again = (await this.codeActions(...question)).find(({ title }) => title === action.title);
      if (again === undefined) throw error;
      await this.#perform(again);
    }
  }

  async #perform(action) {
    let { edit, command } = action;
    if (edit === undefined && command === undefined) {
      ({ edit, command } = await this.#ask('codeAction/resolve', action));
    }
    if (edit) {
      const failure = this.applyWorkspaceEdit(edit);
      if (failure !== null) throw new ResponseError(ErrorCode.contentModified, failure);
    }
    if (command) await this.execute(command.command, command.arguments);
  }

  /** Runs a command of the server's, on the notebook as it is. */
  execute(command, commandArguments, options = {}) {
    const { workDoneToken, signal } = options;
    return this.#ask(
      'workspace/executeCommand',
      { command, arguments: commandArguments, ...(workDoneToken && { workDoneToken }) },
      { signal }
    );
  }

  /** Begins to try tags; what was tried before ends. */
  startTrial() {
    this.endTrial();
    this.#trial = new Trial(this.#sharedModel, this.#names.trial, this.#server);
    return this.#trial;
  }

  endTrial() {
    this.#trial?.close();
    this.#trial = null;
  }

  /**
   * What the tag of a cell can be that begins as typed.
   *
   * @returns {Promise<object[]>} the protocol's completions
   */
  async completeTag(sharedCell, others, typed) {
    const cells = this.#sharedModel.cells.filter(cell => cell.cell_type === 'code');
    const tags = cells.map(cell => cell.getMetadata().tags ?? []);
    const index = cells.indexOf(sharedCell);
    if (index < 0) return [];
    const { text, position } = scriptForCompletion(tags, index, others, typed);
    const uri = this.#names.script;
    const textDocument = { uri, languageId: 'python', version: 1, text };
    this.#server.notify('textDocument/didOpen', { textDocument });
    const answer = this.#server.request('textDocument/completion', { textDocument: { uri }, position });
    this.#server.notify('textDocument/didClose', { textDocument: { uri } });
    const list = await answer;
    return list?.items ?? list ?? [];
  }

  /** Gives a cell these tags, as one step of undoing. */
  setTags(sharedCell, tags) {
    const { tags: _, ...others } = sharedCell.getMetadata();
    const metadata = tags.length > 0 ? { ...others, tags } : others;
    const edit = { kind: 'cellMetadata', cell: this.cellURI(sharedCell), metadata };
    applyNotebookEdits(this.#sharedModel, [edit], uri => this.findCell(uri));
    this.flush();
  }

  /** The client's side of `kale/applyNotebookEdit`. */
  applyNotebookEdit({ edit }) {
    if (!this.#isCurrent || edit.notebookDocument.version !== this.#synchronization.version) {
      this.#hasRefusedAsStale = true;
      return { applied: false, failureReason: STALE };
    }
    const obstacle = applyNotebookEdits(this.#sharedModel, edit.edits, uri => this.findCell(uri));
    if (obstacle !== null) return { applied: false, failureReason: obstacle };
    this.flush();
    return { applied: true };
  }

  /** Makes a `WorkspaceEdit` of cells' texts. @returns {string | null} why it cannot be made */
  applyWorkspaceEdit({ documentChanges, changes }) {
    const byDocument =
      documentChanges?.map(({ textDocument, edits }) => ({ ...textDocument, edits })) ??
      Object.entries(changes ?? {}).map(([uri, edits]) => ({ uri, edits }));
    const editsByCell = [];
    for (const { uri, version, edits } of byDocument) {
      const cell = this.findCell(uri);
      if (cell === undefined) return 'A cell to edit no longer exists.';
      const isStale = version != null && version !== this.#synchronization?.textVersion(uri);
      if (isStale || !this.#isCurrent) return STALE;
      editsByCell.push({ cell, edits });
    }
    applyTextEdits(this.#sharedModel, editsByCell);
    this.flush();
    return null;
  }

  get #isCurrent() {
    return this.#synchronization?.isCurrent(snapshot(this.#sharedModel, this.#names)) ?? false;
  }

  #ask(method, params, options) {
    this.flush();
    return this.#server.request(method, params, options);
  }

  #forgetClosed(documents) {
    for (const { uri } of documents) this.#diagnostics.delete(uri);
  }
}

const STALE = 'The notebook has changed in the meantime. Try again.';

function overlaps(a, b) {
  return compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;
}

function bySeverityAndPlace(a, b) {
  return (a.severity ?? 1) - (b.severity ?? 1) || compare(a.range.start, b.range.start);
}
