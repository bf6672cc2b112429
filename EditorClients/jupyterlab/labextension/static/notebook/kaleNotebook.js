import { ErrorCode, ResponseError } from '../protocol/jsonRPC.js';
import { compare } from '../protocol/positions.js';
import { Diagnostics } from './diagnostics.js';
import { applyNotebookEdits, applyTextEdits } from './edits.js';
import { keepEqual } from './keepEqual.js';
import { Quiet } from './quiet.js';
import { RunClock } from './runClock.js';
import { Signal } from './signal.js';
import { Snapshots } from './snapshot.js';
import { Synchronization } from './synchronization.js';
import { scriptForCompletion } from './tagText.js';
import { Trial } from './trial.js';

/** How long a person's typing is to rest before the server is told, in milliseconds. */
const TYPING_PAUSE = 80;

/** When the server is told at the latest: a cell that prints changes the notebook all the time. */
const LONGEST_WAIT = 1000;

/** How long it is to rest before the outline is asked for: that of hundreds of cells takes as long as to draw a frame. */
const OUTLINE_PAUSE = 400;

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
  /** Whether the server has answered what the notebook is, or that it does not handle it. */
  isRead = false;
  /** What `kale/runState` said last of a run of the notebook, as it is shown; null where there was none. */
  run = null;
  /** Whether problems are marked in the cells. */
  quiet;
  #sharedModel;
  #names;
  #server;
  #snapshots;
  #synchronization = null;
  #timer = null;
  #deadline = null;
  #outlineTimer = null;
  /** When something was typed last. */
  #typed = Number.NEGATIVE_INFINITY;
  #diagnostics = new Diagnostics();
  /** `allDiagnostics`, as long as it holds. */
  #all = null;
  #outlineQuestions = 0;
  #outlineAnswered = 0;
  /** @type {Trial | null} */
  #trial = null;
  #clock = new RunClock(run => {
    this.run = run;
    this.changed.emit();
  });
  /** Whether an edit of the action that is being performed came too late. */
  #hasRefusedAsStale = false;
  /** What each code action that was offered had been asked with. */
  #questions = new WeakMap();

  /**
   * @param {object} sharedModel JupyterLab's `ISharedNotebook`
   * @param {import('./documentNames.js').DocumentNames} names
   * @param {import('../protocol/languageServer.js').LanguageServer} server
   * @param {Quiet} quiet that of the notebook before it got another path
   */
  constructor(sharedModel, names, server, quiet = new Quiet()) {
    this.#sharedModel = sharedModel;
    this.#names = names;
    this.#server = server;
    this.#snapshots = new Snapshots(sharedModel, names);
    this.quiet = quiet;
  }

  get uri() {
    return this.#names.notebook;
  }

  /** Whether Kale would make a pipeline of the notebook: as the server says, else as its tags tell. */
  get isKale() {
    return this.outline?.isKaleNotebook ?? !this.#diagnostics.isEmpty;
  }

  /** Whether a cell is a step. A Kale notebook may have none: Kale's own extension gives its configuration to every notebook. */
  get hasSteps() {
    return this.outline?.cells.some(({ role }) => role === 'step' || role === 'notebook') ?? false;
  }

  /**
   * Whether a cell has a role. In a notebook that has only a configuration nothing is told about each cell: it may be an
   * ordinary notebook that was once open beside Kale's own extension.
   */
  get hasRoles() {
    return this.outline?.cells.some(({ role }) => role !== 'none') ?? true;
  }

  /** Whether something is to be said at a cell: of a cell without a role only what is wrong in it, hints aside. */
  isTold(uri, isCode) {
    if (!this.isKale) return false;
    const problems = this.markedDiagnosticsOf(uri);
    if (!this.hasRoles) return problems.some(({ severity }) => (severity ?? 1) <= 2);
    return isCode || problems.length > 0;
  }

  /** Whether a document is this notebook or a cell of it. */
  owns(uri) {
    return uri === this.uri || uri.startsWith(`${this.uri}/`) || (this.#trial?.owns(uri) ?? false);
  }

  cellURI(sharedCell) {
    return this.#snapshots.uri(sharedCell);
  }

  /** The shared cell of a document; undefined where it is gone. */
  findCell(uri) {
    return this.#sharedModel.cells.find(cell => this.cellURI(cell) === uri);
  }

  /** What is wrong in a document, errors first. */
  diagnosticsOf(uri) {
    return this.#diagnostics.of(uri);
  }

  /**
   * All that is wrong, in the order of the cells, with the index of each one's cell; null for the whole
   * notebook.
   */
  get allDiagnostics() {
    this.#all ??= this.#listDiagnostics();
    return this.#all;
  }

  /** Another number whenever something else is marked in the cells. */
  get marks() {
    return this.quiet.isOn ? -1 : this.#diagnostics.version;
  }

  /** What is marked in a document: nothing while the notebook is made a pipeline. */
  markedDiagnosticsOf(uri) {
    return this.quiet.isOn ? NOTHING : this.diagnosticsOf(uri);
  }

  #listDiagnostics() {
    const own = this.diagnosticsOf(this.uri).map(diagnostic => ({ cell: null, uri: this.uri, diagnostic }));
    const ofCells = this.#sharedModel.cells.flatMap((cell, index) => {
      const uri = this.cellURI(cell);
      return this.diagnosticsOf(uri).map(diagnostic => ({ cell: index, uri, diagnostic }));
    });
    return [...own, ...ofCells];
  }

  /** Tells the server of the notebook: when the server is ready, and again when it is a new one. */
  open() {
    this.#synchronization = new Synchronization(this.uri, this.#snapshots.take());
    this.#server.notify('notebookDocument/didOpen', this.#synchronization.didOpen());
    this.refreshOutline();
  }

  close() {
    clearTimeout(this.#timer);
    clearTimeout(this.#deadline);
    clearTimeout(this.#outlineTimer);
    if (this.#synchronization)
      this.#server.notify('notebookDocument/didClose', this.#synchronization.didClose());
    this.forget();
  }

  /** Drops what the server said: it is gone, or the notebook is not open there any more. */
  forget() {
    this.#synchronization = null;
    this.#diagnostics.clear();
    this.#all = null;
    this.outline = null;
    this.isRead = false;
    this.#clock.stop();
    if (this.run?.state === 'running') this.run = null;
    this.changed.emit();
  }

  saved() {
    if (this.#synchronization)
      this.#server.notify('notebookDocument/didSave', this.#synchronization.didSave());
  }

  /** To be called whenever anything of the notebook may have changed. */
  contentChanged() {
    this.#typed = performance.now();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), TYPING_PAUSE);
    this.#deadline ??= setTimeout(() => this.flush(), LONGEST_WAIT);
  }

  /** Tells the server at once of what has changed. */
  flush() {
    clearTimeout(this.#timer);
    clearTimeout(this.#deadline);
    this.#deadline = null;
    const change = this.#synchronization?.didChange(this.#snapshots.take());
    if (!change) return;
    this.#server.notify('notebookDocument/didChange', change);
    const { structure } = change.change.cells ?? {};
    if (structure === undefined) return;
    for (const { uri } of structure.didClose) this.#diagnostics.forget(uri);
    this.#all = null;
  }

  receiveDiagnostics({ uri, diagnostics }) {
    if (this.#trial?.owns(uri)) {
      this.#trial.receiveDiagnostics({ uri, diagnostics });
      return;
    }
    if (!this.#diagnostics.replace(uri, diagnostics)) return;
    this.#all = null;
    this.changed.emit();
  }

  receiveRunState({ state, steps }) {
    this.#clock.receive({ state, steps });
  }

  /** The document of the first cell of a step; undefined for a step of another notebook. */
  firstCellOf(step) {
    return this.outline?.cells.find(cell => cell.step === step)?.uri;
  }

  /** To be called when the server says that the outline is another one. */
  outlineChanged() {
    clearTimeout(this.#outlineTimer);
    const rest = this.#typed + OUTLINE_PAUSE - performance.now();
    if (rest <= 0) this.refreshOutline();
    else this.#outlineTimer = setTimeout(() => this.outlineChanged(), rest);
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
      this.#receiveOutline(outline);
    } catch (error) {
      if (error.code !== ErrorCode.methodNotFound) console.debug('kale-lsp:', error.message);
    }
  }

  #receiveOutline(outline) {
    if (outline !== null) this.quiet.see(outline.isKaleNotebook);
    const kept = keepEqual(this.outline, outline);
    if (kept === this.outline && this.isRead) return;
    this.outline = kept;
    this.isRead = true;
    this.changed.emit();
  }

  /** Ends the quiet in which the notebook is made a pipeline. */
  endQuiet() {
    if (this.quiet.end()) this.changed.emit();
  }

  /** Begins it, when the user is about to make the notebook a pipeline. */
  beginQuiet() {
    if (this.quiet.begin()) this.changed.emit();
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
    try {
      await this.#perform(action);
    } catch (error) {
      const question = this.#questions.get(action);
      if (!this.#isStale(error) || question === undefined) throw error;
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

  /** Asks the server something of its own protocol about the notebook as it is. */
  request(method, params) {
    return this.#ask(method, params);
  }

  /**
   * Runs a command that edits the notebook, whatever version it has: again, once, if the notebook changed before the
   * edit was made. The kernel, for example, writes into the metadata when it starts.
   */
  async edit(command, argument) {
    try {
      return await this.execute(command, [argument]);
    } catch (error) {
      if (!this.#isStale(error)) throw error;
      return this.execute(command, [argument]);
    }
  }

  /** Whether what was just tried failed because the notebook had changed meanwhile. */
  #isStale(error) {
    return error.code === ErrorCode.contentModified || this.#hasRefusedAsStale;
  }

  /** Runs a command of the server's, on the notebook as it is. */
  execute(command, commandArguments, options = {}) {
    const { workDoneToken, signal } = options;
    this.#hasRefusedAsStale = false;
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
    applyNotebookEdits(this.#sharedModel, [edit], this.#finder());
    this.#flushEdit();
  }

  /** The client's side of `kale/applyNotebookEdit`. */
  applyNotebookEdit({ edit }) {
    if (!this.#isCurrent || edit.notebookDocument.version !== this.#synchronization.version) {
      this.#hasRefusedAsStale = true;
      return { applied: false, failureReason: STALE };
    }
    const obstacle = applyNotebookEdits(this.#sharedModel, edit.edits, this.#finder());
    if (obstacle !== null) return { applied: false, failureReason: obstacle };
    this.#flushEdit();
    return { applied: true };
  }

  /** Makes a `WorkspaceEdit` of cells' texts. @returns {string | null} why it cannot be made */
  applyWorkspaceEdit({ documentChanges, changes }) {
    const byDocument =
      documentChanges?.map(({ textDocument, edits }) => ({ ...textDocument, edits })) ??
      Object.entries(changes ?? {}).map(([uri, edits]) => ({ uri, edits }));
    const editsByCell = [];
    const find = this.#finder();
    for (const { uri, version, edits } of byDocument) {
      const cell = find(uri);
      if (cell === undefined) return 'A cell to edit no longer exists.';
      const isStale = version != null && version !== this.#synchronization?.textVersion(uri);
      if (isStale || !this.#isCurrent) return STALE;
      editsByCell.push({ cell, edits });
    }
    applyTextEdits(this.#sharedModel, editsByCell);
    this.#flushEdit();
    return null;
  }

  get #isCurrent() {
    return this.#synchronization?.isCurrent(this.#snapshots.take()) ?? false;
  }

  #ask(method, params, options) {
    this.flush();
    return this.#server.request(method, params, options);
  }

  /** Tells the server of an edit that was chosen, whose outcome is shown at once. */
  #flushEdit() {
    this.#typed = Number.NEGATIVE_INFINITY;
    this.flush();
  }

  /** Finds cells by their documents, also many of them in a large notebook. */
  #finder() {
    const cells = new Map(this.#sharedModel.cells.map(cell => [this.cellURI(cell), cell]));
    return uri => cells.get(uri);
  }
}

const NOTHING = Object.freeze([]);

const STALE = 'The notebook has changed in the meantime. Try again.';

function overlaps(a, b) {
  return compare(a.start, b.end) <= 0 && compare(b.start, a.end) <= 0;
}
