'use strict';

/**
 * A stand-in for vscode-languageclient where npm has not installed it: it starts the real server, speaks LSP with it,
 * and tells it of notebooks as they open, change and close. Of the conversation it knows what the extension's own
 * tests look at; what the real client says of notebooks is recorded in protocol-fixtures/conversations.
 */

const { spawn } = require('node:child_process');
const { Connection } = require('./connection');

const State = { Stopped: 1, Starting: 3, Running: 2 };
const TransportKind = { stdio: 0 };
const WorkDoneProgress = { type: {} };
const LSPErrorCodes = { RequestCancelled: -32800 };

class ResponseError extends Error {
  constructor(code, message, data) {
    super(message);
    Object.assign(this, { code, data });
  }
}

const asText = ({ uri, languageId, version, text }) => ({ uri: uri.toString(), languageId, version, text });

/** @param {any} vscode the fake */
function forVSCode(vscode) {
  class LanguageClient {
    constructor(id, name, serverOptions, clientOptions) {
      Object.assign(this, { id, name, serverOptions, clientOptions, state: State.Stopped });
      this.features = [];
      this.handlers = new Map();
      this.progressHandlers = new Map();
      this.subscriptions = [];
      this.crashes = 0;
      const changes = new vscode.EventEmitter();
      this.onDidChangeState = changes.event;
      this.become = (newState) => {
        const oldState = this.state;
        this.state = newState;
        if (newState !== oldState) changes.fire({ oldState, newState });
      };
      this.diagnostics = vscode.languages.createDiagnosticCollection();
      this.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
        const publish = (of, list) => this.diagnostics.set(of, list);
        // LSP counts severities from 1, VS Code from 0.
        const converted = diagnostics.map(({ severity = 1, ...rest }) => ({ ...rest, severity: severity - 1 }));
        this.clientOptions.middleware.handleDiagnostics(vscode.Uri.parse(uri), converted, publish);
      });
      this.onNotification('$/progress', ({ token, value }) => this.progressHandlers.get(token)?.(value));
      this.onRequest('workspace/configuration', ({ items }) =>
        items.map(({ section }) => vscode.workspace.getConfiguration().get(section) ?? null));
      this.onRequest('window/showDocument', async ({ uri }) => {
        await vscode.window.showTextDocument(vscode.Uri.parse(uri));
        return { success: true };
      });
      for (const method of ['client/registerCapability', 'window/workDoneProgress/create']) {
        this.onRequest(method, () => null);
      }
    }

    registerFeature(feature) {
      this.features.push(feature);
    }

    onRequest(method, handler) {
      this.handlers.set(method, handler);
    }

    onNotification(method, handler) {
      this.handlers.set(method, handler);
    }

    onProgress(_type, token, handler) {
      this.progressHandlers.set(token, handler);
      return { dispose: () => this.progressHandlers.delete(token) };
    }

    /** Every request passes the middleware, those of the client's own features as well. */
    sendRequest(method, params) {
      const next = (type, changed) => this.connection.request(type, changed);
      const { sendRequest } = this.clientOptions.middleware;
      return sendRequest === undefined ? next(method, params) : sendRequest(method, params, undefined, next);
    }

    /** Shows any failure of a feature's request but a cancellation, and passes it on to VS Code. */
    async askForFeature(method, params) {
      try {
        return await this.sendRequest(method, params);
      } catch (error) {
        if (error.code === LSPErrorCodes.RequestCancelled) throw new vscode.CancellationError();
        void vscode.window.showErrorMessage(`Request ${method} failed.`, 'Go to output');
        throw error;
      }
    }

    async sendNotification(method, params) {
      this.connection.notify(method, params);
    }

    async start() {
      this.become(State.Starting);
      const { command, args } = this.serverOptions;
      this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
      this.process.stdin.on('error', () => undefined);
      this.process.once('exit', () => this.exited());
      this.connection = new Connection(this.process.stdout, this.process.stdin, this.handlers);
      const capabilities = {
        workspace: { configuration: true, applyEdit: true },
        window: { showDocument: { support: true }, workDoneProgress: true },
        textDocument: {
          codeAction: {
            codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source'] } },
            dataSupport: true,
            isPreferredSupport: true,
            resolveSupport: { properties: ['edit'] },
          },
        },
      };
      for (const feature of this.features) feature.fillClientCapabilities(capabilities);
      this.initializeResult = await this.connection.request('initialize', {
        processId: process.pid,
        rootUri: vscode.workspace.workspaceFolders?.[0].uri.toString() ?? null,
        capabilities,
      });
      this.connection.notify('initialized', {});
      this.become(State.Running);
      this.registerCommands();
      this.registerCodeActions();
      this.registerInlayHints();
      this.synchronizeTexts();
      this.synchronizeNotebooks();
      this.synchronizeSettings();
    }

    registerCommands() {
      const next = (command, args) =>
        this.askForFeature('workspace/executeCommand', { command, arguments: args });
      for (const command of this.initializeResult.capabilities.executeCommandProvider.commands) {
        this.subscriptions.push(vscode.commands.registerCommand(command, (...args) =>
          this.clientOptions.middleware.executeCommand(command, args, next)));
      }
    }

    registerCodeActions() {
      const asAction = ({ edit, ...action }) => ({ ...action, ...(edit && { edit: asWorkspaceEdit(edit) }) });
      const provider = {
        provideCodeActions: async ({ uri }, range, { diagnostics }) => {
          const params = { textDocument: { uri: uri.toString() }, range, context: { diagnostics, triggerKind: 1 } };
          return (await this.askForFeature('textDocument/codeAction', params)).map(asAction);
        },
        resolveCodeAction: async (action) => asAction(await this.askForFeature('codeAction/resolve', action)),
      };
      const { documentSelector } = this.clientOptions;
      this.subscriptions.push(vscode.languages.registerCodeActionsProvider(documentSelector, provider));
    }

    registerInlayHints() {
      const { documentSelector, middleware } = this.clientOptions;
      const next = ({ uri }, range) =>
        this.askForFeature('textDocument/inlayHint', { textDocument: { uri: uri.toString() }, range });
      this.subscriptions.push(vscode.languages.registerInlayHintsProvider(documentSelector, {
        provideInlayHints: (document, range) => middleware.provideInlayHints(document, range, undefined, next),
      }));
    }

    /** Tells of texts as they open; no test of the extension changes one. */
    synchronizeTexts() {
      const tellOpened = (document) => {
        const isCell = document.notebook !== undefined;
        if (isCell || vscode.languages.match(this.clientOptions.documentSelector, document) === 0) return;
        this.connection.notify('textDocument/didOpen', { textDocument: asText(document) });
      };
      vscode.workspace.textDocuments.forEach(tellOpened);
      this.subscriptions.push(vscode.workspace.onDidOpenTextDocument(tellOpened));
    }

    /** The server asks for every notebook of Jupyter, so older versions in a diff come here, too. */
    synchronizeNotebooks() {
      const { didOpen, didChange, didClose } = this.clientOptions.middleware.notebooks;
      const asCell = ({ kind, document, metadata }) => ({ kind, document: document.uri.toString(), metadata });
      const identified = ({ uri, version }) => ({ uri: uri.toString(), version });
      const tellOpened = (opened) => didOpen(opened, opened.getCells(), async (notebook, cells) =>
        this.sendNotification('notebookDocument/didOpen', {
          notebookDocument: {
            ...identified(notebook),
            notebookType: notebook.notebookType,
            metadata: notebook.metadata,
            cells: cells.map(asCell),
          },
          cellTextDocuments: cells.map(({ document }) => asText(document)),
        }));
      const tellChanged = ({ notebook, metadata, cellChanges }) => {
        const data = cellChanges.filter((change) => change.metadata !== undefined).map(({ cell }) => asCell(cell));
        if (metadata === undefined && data.length === 0) return;
        const cells = data.length > 0 ? { data } : undefined;
        void didChange({ notebook, metadata, cells }, async () =>
          this.sendNotification('notebookDocument/didChange', {
            notebookDocument: identified(notebook),
            change: { metadata, cells },
          }));
      };
      const tellClosed = (closed) => didClose(closed, closed.getCells(), async (notebook, cells) =>
        this.sendNotification('notebookDocument/didClose', {
          notebookDocument: { uri: notebook.uri.toString() },
          cellTextDocuments: cells.map(({ document }) => ({ uri: document.uri.toString() })),
        }));
      vscode.workspace.notebookDocuments.forEach((notebook) => void tellOpened(notebook));
      this.subscriptions.push(
        vscode.workspace.onDidOpenNotebookDocument((notebook) => void tellOpened(notebook)),
        vscode.workspace.onDidChangeNotebookDocument(tellChanged),
        vscode.workspace.onDidCloseNotebookDocument((notebook) => void tellClosed(notebook)),
      );
    }

    /** As the real client does, it passes the check of its state before it waits for the connection. */
    synchronizeSettings() {
      const { didChangeConfiguration } = this.clientOptions.middleware.workspace ?? {};
      const tell = async () => {
        await new Promise((resolve) => setImmediate(resolve));
        if (this.state !== State.Running) throw new Error('Starting server failed');
        await this.sendNotification('workspace/didChangeConfiguration', { settings: null });
      };
      this.subscriptions.push(vscode.workspace.onDidChangeConfiguration(async (event) => {
        if (!event.affectsConfiguration('kale')) return;
        const told = didChangeConfiguration === undefined ? tell() : didChangeConfiguration(['kale'], tell);
        await told.catch((error) => vscode.window.showErrorMessage(`Sending notification failed ${error}`));
      }));
    }

    /** Starts a server that has crashed again, but not for the fifth time. */
    exited() {
      if (this.state !== State.Running) return;
      this.forgetServer();
      this.crashes += 1;
      if (this.crashes < 5) void this.start();
      else void vscode.window.showErrorMessage(`The ${this.name} server crashed 5 times in the last 3 minutes.`);
    }

    forgetServer() {
      this.become(State.Stopped);
      for (const subscription of this.subscriptions.splice(0)) subscription.dispose();
      this.diagnostics.clear();
    }

    /** Hears of settings and the like until the server has ended. */
    async dispose() {
      if (this.state !== State.Running) return;
      this.become(State.Stopped);
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      await this.connection.request('shutdown', null);
      this.connection.notify('exit', null);
      await ended;
      this.forgetServer();
    }
  }

  /** @param {{ changes?: object, documentChanges?: { textDocument: { uri: string }, edits: object[] }[] }} edit */
  function asWorkspaceEdit({ changes = {}, documentChanges }) {
    const result = new vscode.WorkspaceEdit();
    const byDocument = documentChanges?.map(({ textDocument, edits }) => [textDocument.uri, edits]);
    for (const [uri, edits] of byDocument ?? Object.entries(changes)) result.set(vscode.Uri.parse(uri), edits);
    return result;
  }

  return { LanguageClient, LSPErrorCodes, ResponseError, State, TransportKind, WorkDoneProgress };
}

module.exports = { forVSCode };
