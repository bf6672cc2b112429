'use strict';

/**
 * As much of VS Code's API as the extension and its language client use: values that behave, a workspace whose
 * notebooks and texts a test changes as a person would, and a window that remembers what it was told to show.
 */

const path = require('node:path');
const { EventEmitter, Disposable, CancellationTokenSource, CancellationError } = require('./events');
const values = require('./values');
const { Workspace } = require('./workspace');

const { Uri } = values;

const NEVER_CANCELLED = new CancellationTokenSource().token;

/**
 * @param {object} [options]
 * @param {string} [options.folder]
 * @param {{ [name: string]: any }} [options.settings] the user's, by their full names
 * @param {{ [name: string]: any }} [options.workspaceSettings] those of the workspace
 * @param {boolean} [options.isTrusted] whether the user trusts the workspace
 */
function makeVSCode({ folder, settings = {}, workspaceSettings = {}, isTrusted = true } = {}) {
  const workspace = new Workspace(folder, { settings, workspaceSettings, isTrusted });
  /** What was shown, by kind; the answers that a test gives to questions, in order. */
  const shown = { information: [], warning: [], error: [], statusBar: [], documents: [], notebooks: [], panels: [],
    languageStatus: [], focus: 'editor' };
  const answers = [];
  const registered = new Map();
  const executed = [];
  const contexts = new Map();
  const cellStatusProviders = [];
  /** What each collection has, by document. */
  const collections = [];
  const changedDiagnostics = new EventEmitter();
  const diagnostics = {
    get: (uri) => {
      const known = collections.flatMap((collection) => (collection.has(uri) ? [collection.get(uri)] : []));
      return known.length === 0 ? undefined : known.flat();
    },
  };
  const providers = [];
  const webviewViewProviders = new Map();

  /** Makes a cell of a notebook the active one. */
  const activate = (notebook, index) => {
    window.activeNotebookEditor = { notebook, selections: [new values.NotebookRange(index, index + 1)] };
    window.visibleNotebookEditors = [window.activeNotebookEditor];
    windowEvents.onDidChangeActiveNotebookEditor.fire(window.activeNotebookEditor);
    windowEvents.onDidChangeNotebookEditorSelection.fire({ notebookEditor: window.activeNotebookEditor });
  };

  const ask = (question) => {
    const answer = answers.shift();
    return Promise.resolve(typeof answer === 'function' ? answer(question) : answer);
  };
  const tell = (kind) => (message, ...rest) => {
    shown[kind].push(message);
    const actions = rest.filter((action) => typeof action === 'string');
    return actions.length > 0 && answers.length > 0 && actions.includes(answers[0])
      ? Promise.resolve(answers.shift())
      : Promise.resolve(undefined);
  };

  const windowEvents = Object.fromEntries([
    'onDidChangeActiveNotebookEditor', 'onDidChangeNotebookEditorSelection', 'onDidChangeActiveTextEditor',
    'onDidChangeTextEditorSelection', 'onDidChangeVisibleTextEditors', 'onDidChangeVisibleNotebookEditors',
  ].map((name) => [name, new EventEmitter()]));

  const window = {
    activeTextEditor: undefined,
    activeNotebookEditor: undefined,
    visibleTextEditors: [],
    visibleNotebookEditors: [],
    tabGroups: { all: [], onDidChangeTabs: new EventEmitter().event },
    ...Object.fromEntries(Object.entries(windowEvents).map(([name, emitter]) => [name, emitter.event])),
    createOutputChannel: (name) => new FakeOutput(name),
    createStatusBarItem: (id) => {
      const item = {
        id,
        isShown: false,
        show() { this.isShown = true; },
        hide() { this.isShown = false; },
        dispose() {},
      };
      shown.statusBar.push(item);
      return item;
    },
    setStatusBarMessage: (message) => {
      shown.information.push(message);
      return new Disposable(() => undefined);
    },
    showInformationMessage: tell('information'),
    showWarningMessage: tell('warning'),
    showErrorMessage: tell('error'),
    showSaveDialog: (options) => ask(options),
    /** Gives what a test chooses of the items that can be chosen, which separators cannot. */
    showQuickPick: (items, options) => ask(Object.assign(items.filter(({ kind }) => kind !== values.QuickPickItemKind.Separator),
      { all: items, options })),
    createQuickPick: () => makeQuickPick(ask),
    registerWebviewViewProvider: (id, provider) => {
      webviewViewProviders.set(id, provider);
      return new Disposable(() => webviewViewProviders.delete(id));
    },
    showInputBox: (options) => ask(options),
    withProgress: (options, work) => {
      const source = new CancellationTokenSource();
      const progress = { options, source, reports: [], isOver: false };
      window.lastProgress = progress;
      const ended = () => { progress.isOver = true; };
      const result = work({ report: (value) => progress.reports.push(value) }, source.token);
      result.then(ended, ended);
      return result;
    },
    showTextDocument: async (uri, options) => {
      shown.documents.push({ uri: String(uri.uri ?? uri), options });
      return { revealRange() {} };
    },
    showNotebookDocument: async (notebook, options) => {
      shown.notebooks.push({ uri: String(notebook.uri), options });
      const [{ start } = { start: 0 }] = options?.selections ?? [];
      activate(notebook, start);
      return { notebook, selections: [new values.NotebookRange(start, start + 1)], revealRange() {} };
    },
    createWebviewPanel: (viewType, title) => {
      const panel = makePanel(viewType, title);
      shown.panels.push(panel);
      return panel;
    },
  };

  const commands = {
    registerCommand: (name, action) => {
      if (registered.has(name)) throw new Error(`command '${name}' already exists`);
      registered.set(name, action);
      return new Disposable(() => registered.delete(name));
    },
    executeCommand: async (name, ...args) => {
      executed.push({ name, args });
      if (name === 'setContext') contexts.set(...args);
      if (name === 'workbench.action.focusActiveEditorGroup') shown.focus = 'editor';
      return registered.get(name)?.(...args);
    },
  };

  const notebooks = {
    registerNotebookCellStatusBarItemProvider: (type, provider) => {
      cellStatusProviders.push(provider);
      return new Disposable(() => cellStatusProviders.splice(cellStatusProviders.indexOf(provider), 1));
    },
  };

  const languages = new Proxy({
    createLanguageStatusItem: (id, selector) => {
      const item = { id, selector, dispose() {} };
      shown.languageStatus.push(item);
      return item;
    },
    match: (selector, document) => workspace.match(selector, document),
    onDidChangeDiagnostics: changedDiagnostics.event,
    getDiagnostics: (uri) => diagnostics.get(uri.toString()) ?? [],
    createDiagnosticCollection: () => {
      const collection = new Map();
      collections.push(collection);
      return {
        set: (uri, list) => {
          collection.set(uri.toString(), list);
          changedDiagnostics.fire({ uris: [uri] });
        },
        delete: (uri) => collection.delete(uri.toString()),
        has: (uri) => collection.has(uri.toString()),
        get: (uri) => collection.get(uri.toString()),
        clear: () => collection.clear(),
        dispose: () => collection.clear(),
      };
    },
  }, {
    get: (target, name) => target[name] ?? ((...args) => {
      const entry = { name, args };
      providers.push(entry);
      return new Disposable(() => providers.splice(providers.indexOf(entry), 1));
    }),
  });

  const api = {
    ...values,
    EventEmitter,
    Disposable,
    CancellationTokenSource,
    CancellationError,
    version: '1.106.0',
    env: {
      language: 'en',
      appName: 'Visual Studio Code',
      openExternal: async (uri) => shown.documents.push({ uri: String(uri) }),
    },
    workspace: workspace.api,
    window,
    commands,
    languages,
    notebooks,
    extensions: { getExtension: () => undefined },
  };

  return {
    api,
    workspace,
    shown,
    answers,
    executed,
    registered,
    diagnostics,
    providers,
    /** The values of context keys, which decide what the menus show. */
    contexts,
    /** Gives what VS Code shows below a cell. */
    cellStatus: async (cell) => {
      const asked = cellStatusProviders.map((provider) => provider.provideCellStatusBarItems(cell, NEVER_CANCELLED));
      return (await Promise.all(asked)).flat();
    },
    /** Clicks an item of the window's status bar, which takes the focus and keeps it after a picker is closed. */
    click: (item) => {
      shown.focus = 'status bar';
      return commands.executeCommand(item.command);
    },
    /** Opens a view of the side bar, whose page then loads. */
    openView: (id) => {
      const view = Object.assign(makePanel(id, ''), { visible: true, onDidChangeVisibility: new EventEmitter().event });
      webviewViewProviders.get(id).resolveWebviewView(view);
      view.receive({ kind: 'ready' });
      return view;
    },
    /** Brings something else to the front than a text or a notebook: a walkthrough, settings, a web view. */
    activateOther: () => {
      window.activeNotebookEditor = undefined;
      window.activeTextEditor = undefined;
      windowEvents.onDidChangeActiveNotebookEditor.fire(undefined);
    },
    /**
     * Gives the code actions for a place, as VS Code asks for them when the user opens their menu, each with its
     * provider.
     */
    async codeActions(document, range) {
      const touches = (other) => other.start.line <= range.end.line && range.start.line <= other.end.line;
      const known = diagnostics.get(document.uri.toString()) ?? [];
      const context = { diagnostics: known.filter((each) => touches(each.range)), only: undefined, triggerKind: 1 };
      const asked = providers
        .filter(({ name, args: [selector] }) =>
          name === 'registerCodeActionsProvider' && workspace.match(selector, document) > 0)
        .map(async ({ args: [, provider] }) => {
          const actions = await provider.provideCodeActions(document, range, context, NEVER_CANCELLED);
          return actions.map((action) => ({ action, provider }));
        });
      return (await Promise.all(asked)).flat();
    },
    /**
     * Performs a code action as VS Code does: it resolves every action that has no edit, even one that has a command,
     * and goes on where that fails.
     */
    async perform({ action, provider }) {
      let resolved = action;
      if (action.edit === undefined && provider.resolveCodeAction !== undefined) {
        resolved = await provider.resolveCodeAction(action, NEVER_CANCELLED).catch(() => action);
      }
      const { edit, command } = resolved;
      if (edit !== undefined) await workspace.api.applyEdit(edit);
      if (command !== undefined) await commands.executeCommand(command.command, ...(command.arguments ?? []));
    },
    activate,
  };
}

class FakeOutput {
  constructor(name) {
    this.name = name;
    this.lines = [];
    this.logLevel = 2;
    this.onDidChangeLogLevel = new EventEmitter().event;
    this.isShown = false;
  }
  append(text) { this.lines.push(text); }
  appendLine(text) { this.lines.push(`${text}\n`); }
  trace(text) { this.appendLine(text); }
  debug(text) { this.appendLine(text); }
  info(text) { this.appendLine(text); }
  warn(text) { this.appendLine(text); }
  error(text) { this.appendLine(text); }
  clear() { this.lines = []; }
  replace(text) { this.lines = [text]; }
  show() { this.isShown = true; }
  hide() { this.isShown = false; }
  dispose() {}
}

function makePanel(viewType, title) {
  const disposed = new EventEmitter();
  const received = new EventEmitter();
  const panel = {
    viewType,
    title,
    messages: [],
    receive: (message) => received.fire(message),
    webview: {
      html: '',
      cspSource: 'https://fake.resources',
      asWebviewUri: (uri) => uri.with({ scheme: 'https', authority: 'fake.resources' }),
      onDidReceiveMessage: received.event,
      postMessage: async (message) => panel.messages.push(message),
    },
    onDidDispose: disposed.event,
    reveal() {},
    dispose: () => disposed.fire(undefined),
  };
  return panel;
}

/** A picker that a test types into, chooses of, or dismisses: its answer is a function of the items that gives one. */
function makeQuickPick(ask) {
  const events = { onDidChangeValue: new EventEmitter(), onDidAccept: new EventEmitter(), onDidHide: new EventEmitter() };
  const picker = {
    value: '',
    selectedItems: [],
    get items() { return picker.offers; },
    set items(items) {
      picker.offers = items;
      picker.offered?.(items);
    },
    onDidChangeValue: events.onDidChangeValue.event,
    onDidAccept: events.onDidAccept.event,
    onDidHide: events.onDidHide.event,
    async show() {
      const chosen = await ask({
        picker,
        type: (text) => new Promise((resolve) => {
          picker.value = text;
          picker.offered = resolve;
          events.onDidChangeValue.fire(text);
        }),
      });
      if (chosen === undefined) return picker.hide();
      picker.selectedItems = [chosen];
      events.onDidAccept.fire(undefined);
      return undefined;
    },
    hide: () => events.onDidHide.fire(undefined),
    dispose() {},
  };
  return picker;
}

/** The context that an extension is activated with. */
function makeContext() {
  const extensionPath = path.join(__dirname, '..', '..');
  return { subscriptions: [], extensionPath, extensionUri: Uri.file(extensionPath) };
}

module.exports = { makeVSCode, makeContext };
