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

/** @param {any} vscode the fake */
function forVSCode(vscode) {
  class LanguageClient {
    constructor(id, name, serverOptions, clientOptions) {
      Object.assign(this, { id, name, serverOptions, clientOptions, state: State.Stopped });
      this.features = [];
      this.handlers = new Map();
      this.progressHandlers = new Map();
      this.subscriptions = [];
      this.diagnostics = vscode.languages.createDiagnosticCollection();
      this.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) => {
        this.diagnostics.set(vscode.Uri.parse(uri), diagnostics);
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

    sendRequest(method, params) {
      return this.connection.request(method, params);
    }

    async sendNotification(method, params) {
      this.connection.notify(method, params);
    }

    async start() {
      this.state = State.Starting;
      const { command, args } = this.serverOptions;
      this.process = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
      this.connection = new Connection(this.process.stdout, this.process.stdin, this.handlers);
      const capabilities = {
        workspace: { configuration: true, applyEdit: true },
        window: { showDocument: { support: true }, workDoneProgress: true },
      };
      for (const feature of this.features) feature.fillClientCapabilities(capabilities);
      this.initializeResult = await this.connection.request('initialize', {
        processId: process.pid,
        rootUri: vscode.workspace.workspaceFolders?.[0].uri.toString() ?? null,
        capabilities,
      });
      this.connection.notify('initialized', {});
      this.state = State.Running;
      this.registerCommands();
      this.synchronizeNotebooks();
    }

    registerCommands() {
      const next = (command, args) => this.sendRequest('workspace/executeCommand', { command, arguments: args });
      for (const command of this.initializeResult.capabilities.executeCommandProvider.commands) {
        this.subscriptions.push(vscode.commands.registerCommand(command, (...args) =>
          this.clientOptions.middleware.executeCommand(command, args, next)));
      }
    }

    synchronizeNotebooks() {
      const { didOpen, didChange, didClose } = this.clientOptions.middleware.notebooks;
      const asCell = ({ kind, document, metadata }) => ({ kind, document: document.uri.toString(), metadata });
      const asText = ({ uri, languageId, version, text }) => ({ uri: uri.toString(), languageId, version, text });
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

    async dispose() {
      if (this.state !== State.Running) return;
      this.state = State.Stopped;
      for (const subscription of this.subscriptions) subscription.dispose();
      this.diagnostics.dispose();
      const ended = new Promise((resolve) => this.process.once('exit', resolve));
      await this.connection.request('shutdown', null);
      this.connection.notify('exit', null);
      await ended;
    }
  }

  return { LanguageClient, State, TransportKind, WorkDoneProgress };
}

module.exports = { forVSCode };
