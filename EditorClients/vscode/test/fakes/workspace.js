'use strict';

/**
 * The workspace of the fake VS Code: documents and notebooks, and the events that VS Code sends as they change, in
 * its order.
 */

const { constants, copyFileSync, readFileSync } = require('node:fs');
const { EventEmitter, Disposable } = require('./events');
const { NotebookCellKind, Uri } = require('./values');

const { capabilities, contributes } = require('../../package.json');

/** Settings that do not count where the workspace sets them. */
const OF_MACHINE = Object.entries(contributes.configuration.properties)
  .flatMap(([name, { scope }]) => (scope === 'machine' ? [name] : []));

/** Values of the settings that the extension contributes. */
const DEFAULTS = Object.fromEntries(Object.entries(contributes.configuration.properties)
  .map(([name, { default: value }]) => [name, value]));

/** Settings that do not count where the workspace sets them and is not trusted. */
const RESTRICTED = capabilities.untrustedWorkspaces.restrictedConfigurations;

class TextDocument {
  constructor(uri, languageId, text) {
    Object.assign(this, { uri, languageId, text, version: 1 });
  }

  get fileName() {
    return this.uri.fsPath;
  }

  get lineCount() {
    return this.text.split('\n').length;
  }

  getText() {
    return this.text;
  }

  offsetAt({ line, character }) {
    const lines = this.text.split('\n').slice(0, line);
    return lines.reduce((length, each) => length + each.length + 1, 0) + character;
  }
}

class NotebookDocument {
  constructor(uri, metadata) {
    Object.assign(this, { uri, metadata, notebookType: 'jupyter-notebook', version: 0, cells: [], handles: 0,
      isClosed: false });
  }

  get cellCount() {
    return this.cells.length;
  }

  getCells() {
    return [...this.cells];
  }

  cellAt(index) {
    return this.cells[index];
  }

  /** A cell at its address, as VS Code makes them: a handle in base 7 and the notebook's scheme in base 64. */
  newCell({ kind = NotebookCellKind.Code, languageId = 'python', text = '', metadata = {} }) {
    const handle = (this.handles++).toString(7);
    const fragment = `${'WXYZ'[handle.length - 1]}${handle}s${Buffer.from(this.uri.scheme).toString('base64')}`;
    const uri = this.uri.with({ scheme: 'vscode-notebook-cell', fragment });
    const notebook = this;
    return {
      kind,
      metadata,
      notebook,
      document: Object.assign(new TextDocument(uri, languageId, text), { notebook }),
      outputs: [],
      executionSummary: undefined,
      get index() { return notebook.cells.indexOf(this); },
    };
  }
}

class Workspace {
  constructor(folder, { settings, workspaceSettings, isTrusted }) {
    /** The user's settings, and those of the workspace, which take precedence. */
    this.settings = settings;
    this.workspaceSettings = workspaceSettings;
    this.notebooks = [];
    this.texts = [];
    /** What `applyEdit` was given. */
    this.applied = [];
    this.events = Object.fromEntries([
      'onDidOpenTextDocument', 'onDidChangeTextDocument', 'onDidCloseTextDocument', 'onDidSaveTextDocument',
      'onWillSaveTextDocument', 'onDidOpenNotebookDocument', 'onDidChangeNotebookDocument',
      'onDidCloseNotebookDocument', 'onDidSaveNotebookDocument', 'onDidChangeConfiguration',
      'onDidChangeWorkspaceFolders', 'onDidGrantWorkspaceTrust', 'onDidCreateFiles', 'onDidRenameFiles',
      'onDidDeleteFiles', 'onWillCreateFiles', 'onWillRenameFiles', 'onWillDeleteFiles',
    ].map((name) => [name, new EventEmitter()]));
    const workspaceFolders = folder === undefined
      ? undefined
      : [{ uri: Uri.file(folder), name: folder.split('/').at(-1), index: 0 }];
    const self = this;
    this.api = {
      ...Object.fromEntries(Object.entries(this.events).map(([name, emitter]) => [name, emitter.event])),
      isTrusted,
      workspaceFolders,
      get notebookDocuments() { return self.notebooks; },
      get textDocuments() {
        return [...self.texts, ...self.notebooks.flatMap(({ cells }) => cells.map(({ document }) => document))];
      },
      getWorkspaceFolder: (uri) => workspaceFolders?.find((each) => uri.path.startsWith(`${each.uri.path}/`)),
      getConfiguration: (section) => this.configuration(section),
      createFileSystemWatcher: () => {
        const event = new EventEmitter().event;
        return { onDidCreate: event, onDidChange: event, onDidDelete: event, dispose() {} };
      },
      registerTextDocumentContentProvider: () => new Disposable(),
      applyEdit: async (edit) => this.apply(edit),
      fs: {
        stat: async () => ({ type: 1 }),
        readFile: async (uri) => readFileSync(uri.fsPath),
        copy: async (source, target, { overwrite }) =>
          copyFileSync(source.fsPath, target.fsPath, overwrite ? 0 : constants.COPYFILE_EXCL),
      },
      openNotebookDocument: async ({ fsPath }) => this.openIpynb(fsPath, JSON.parse(readFileSync(fsPath, 'utf8'))),
    };
  }

  /** As VS Code tells settings: by full name, or a section as an object; defaults where nothing is set. */
  configuration(section) {
    const prefix = section === undefined ? '' : `${section}.`;
    const ofWorkspace = Object.entries(this.workspaceSettings)
      .filter(([name]) => !OF_MACHINE.includes(name) && (this.api.isTrusted || !RESTRICTED.includes(name)));
    const known = { ...DEFAULTS, ...this.settings, ...Object.fromEntries(ofWorkspace) };
    const valueOf = (name) => {
      const key = `${prefix}${name}`;
      if (key in known) return known[key];
      const below = Object.keys(known).filter((each) => each.startsWith(`${key}.`));
      if (below.length === 0) return undefined;
      const names = new Set(below.map((each) => each.slice(key.length + 1).split('.')[0]));
      return Object.fromEntries([...names].map((each) => [each, valueOf(`${name}.${each}`)]));
    };
    return {
      get: (name, otherwise) => valueOf(name) ?? otherwise,
      has: (name) => valueOf(name) !== undefined,
      inspect: () => undefined,
    };
  }

  set(name, value) {
    this.settings[name] = value;
    this.events.onDidChangeConfiguration.fire({
      affectsConfiguration: (section) => name === section || name.startsWith(`${section}.`),
    });
  }

  /**
   * What the user's consent to trust the workspace brings: the word of it, and some turns later the settings that count
   * now. It cannot be taken back without a new window.
   */
  grantTrust() {
    this.api.isTrusted = true;
    this.events.onDidGrantWorkspaceTrust.fire(undefined);
    setImmediate(() => this.events.onDidChangeConfiguration.fire({
      affectsConfiguration: (section) => RESTRICTED.some((name) => name === section || name.startsWith(`${section}.`)),
    }));
  }

  match(selector, document) {
    const filters = Array.isArray(selector) ? selector : [selector];
    return filters.some((filter) => this.matches(filter, document)) ? 10 : 0;
  }

  /** A filter for cells means the scheme of their notebook: cells of a file and of its older version have one scheme. */
  matches(filter, document) {
    if (typeof filter === 'string') return filter === '*' || filter === document.languageId;
    const type = filter.notebookType ?? filter.notebook?.notebookType ?? filter.notebook;
    const scheme = filter.notebook?.scheme ?? filter.scheme;
    const { uri } = type === undefined ? document : document.notebook ?? document;
    return (type === undefined || (document.notebook !== undefined && ['*', 'jupyter-notebook'].includes(type)))
      && (filter.language === undefined || filter.language === '*' || filter.language === document.languageId)
      && (scheme === undefined || scheme === uri.scheme)
      && (filter.pattern === undefined || document.uri.path.endsWith(String(filter.pattern).replace('**/*', '')));
  }

  openText(uri, languageId, text) {
    const document = new TextDocument(uri, languageId, text);
    this.texts.push(document);
    this.events.onDidOpenTextDocument.fire(document);
    return document;
  }

  /**
   * Opens a notebook as VS Code's own reader of `.ipynb` gives it: the file's metadata under `metadata`, and raw cells
   * as code in the language `raw`.
   */
  openIpynb(path, content, scheme = 'file') {
    const { cells, metadata, nbformat, nbformat_minor: minor } = content;
    const uri = Uri.file(path).with({ scheme });
    const notebook = new NotebookDocument(uri, { metadata, nbformat, nbformat_minor: minor });
    notebook.cells = cells.map((cell) => notebook.newCell({
      kind: cell.cell_type === 'markdown' ? NotebookCellKind.Markup : NotebookCellKind.Code,
      languageId: cell.cell_type === 'code' ? 'python' : cell.cell_type,
      text: [cell.source].flat().join(''),
      metadata: { ...(cell.id === undefined ? {} : { id: cell.id }), metadata: cell.metadata },
    }));
    this.notebooks.push(notebook);
    for (const { document } of notebook.cells) this.events.onDidOpenTextDocument.fire(document);
    this.events.onDidOpenNotebookDocument.fire(notebook);
    return notebook;
  }

  change(notebook, change) {
    notebook.version += 1;
    this.events.onDidChangeNotebookDocument.fire({ notebook, contentChanges: [], cellChanges: [], ...change });
  }

  type(cell, range, text) {
    const { document, notebook } = cell;
    const rangeOffset = document.offsetAt(range.start);
    const rangeLength = document.offsetAt(range.end) - rangeOffset;
    document.text = document.text.slice(0, rangeOffset) + text + document.text.slice(rangeOffset + rangeLength);
    document.version += 1;
    this.events.onDidChangeTextDocument.fire({ document, contentChanges: [{ range, rangeOffset, rangeLength, text }] });
    this.change(notebook, { cellChanges: [{ cell, document }] });
  }

  setCellMetadata(cell, metadata) {
    cell.metadata = metadata;
    this.change(cell.notebook, { cellChanges: [{ cell, metadata }] });
  }

  setNotebookMetadata(notebook, metadata) {
    notebook.metadata = metadata;
    this.change(notebook, { metadata });
  }

  /** What a run of a cell brings: outputs, which no server hears of, and then how it ended. */
  execute(cell, executionOrder) {
    this.change(cell.notebook, { cellChanges: [{ cell, outputs: [{}] }] });
    cell.executionSummary = { executionOrder, success: true };
    this.change(cell.notebook, { cellChanges: [{ cell, executionSummary: cell.executionSummary }] });
  }

  insert(notebook, index, cells) {
    this.change(notebook, { contentChanges: [this.place(notebook, index, cells)] });
  }

  /** Puts new cells into a notebook, and gives what is to be told of them. */
  place(notebook, index, cells) {
    const addedCells = cells.map((cell) => notebook.newCell(cell));
    notebook.cells.splice(index, 0, ...addedCells);
    for (const { document } of addedCells) this.events.onDidOpenTextDocument.fire(document);
    return { range: { start: index, end: index }, addedCells, removedCells: [] };
  }

  remove(notebook, index, count = 1) {
    const removedCells = notebook.cells.splice(index, count);
    this.change(notebook, {
      contentChanges: [{ range: { start: index, end: index + count }, addedCells: [], removedCells }],
    });
    for (const { document } of removedCells) this.events.onDidCloseTextDocument.fire(document);
  }

  move(notebook, from, to) {
    const cells = notebook.cells.splice(from, 1);
    notebook.cells.splice(to, 0, ...cells);
    this.change(notebook, {
      contentChanges: [
        { range: { start: from, end: from + 1 }, addedCells: [], removedCells: cells },
        { range: { start: to, end: to }, addedCells: cells, removedCells: [] },
      ],
    });
  }

  setLanguage(cell, languageId) {
    this.events.onDidCloseTextDocument.fire(cell.document);
    cell.document.languageId = languageId;
    this.events.onDidOpenTextDocument.fire(cell.document);
    this.change(cell.notebook, { cellChanges: [{ cell }] });
  }

  close(notebook) {
    this.notebooks.splice(this.notebooks.indexOf(notebook), 1);
    notebook.isClosed = true;
    this.events.onDidCloseNotebookDocument.fire(notebook);
    for (const { document } of notebook.cells) this.events.onDidCloseTextDocument.fire(document);
  }

  /**
   * Makes the edits as VS Code does: all places are those before any of them, and what changes of a notebook's cells
   * and metadata is told in one event.
   */
  apply(edit) {
    this.applied.push(edit);
    const ofNotebook = (uri) => this.notebooks.find((each) => each.uri.toString() === uri.toString());
    const changes = new Map();
    for (const { uri, edit: operation } of edit.operations) {
      const notebook = ofNotebook(uri);
      if (notebook === undefined) {
        this.type(this.cellOf(uri), operation.range, operation.newText);
        continue;
      }
      if (!changes.has(notebook)) changes.set(notebook, { cellChanges: [], insertions: [] });
      const change = changes.get(notebook);
      if (operation.newCellMetadata) {
        const cell = notebook.cells[operation.range.start];
        cell.metadata = operation.newCellMetadata;
        change.cellChanges.push({ cell, metadata: cell.metadata });
      } else if (operation.newNotebookMetadata) {
        notebook.metadata = change.metadata = operation.newNotebookMetadata;
      } else {
        change.insertions.push({ index: operation.range.start, cells: operation.newCells });
      }
    }
    for (const [notebook, { insertions, ...change }] of changes) {
      const contentChanges = insertions
        .sort((a, b) => b.index - a.index)
        .map(({ index, cells }) => {
          const placed = cells.map(({ value, ...cell }) => ({ ...cell, text: value }));
          return this.place(notebook, index, placed);
        });
      this.change(notebook, { ...change, contentChanges });
    }
    return true;
  }

  cellOf(uri) {
    return this.notebooks.flatMap(({ cells }) => cells).find((cell) => cell.document.uri.toString() === uri.toString());
  }
}

module.exports = { Workspace };
