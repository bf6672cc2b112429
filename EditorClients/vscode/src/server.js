'use strict';

const { execFile } = require('node:child_process');
const { realpathSync } = require('node:fs');
const { homedir } = require('node:os');
const path = require('node:path');
const { promisify } = require('node:util');
const vscode = require('vscode');
const {
  LanguageClient, LSPErrorCodes, ResponseError, State, TransportKind,
} = require('vscode-languageclient/node');
const { currentSelector, isTold, workspaceFolders } = require('./documents');
const { findServer } = require('./logic/binary');
const { CELL_SCHEME } = require('./logic/documents');
const { EDIT_KINDS, SentVersions } = require('./logic/notebookEdit');
const { applyNotebookEdit } = require('./notebookEdits');
const { isExecutable } = require('./programs');
const { checkTrust } = require('./trust');

/** What JSON-RPC answers to a method that the server does not have. */
const METHOD_NOT_FOUND = -32601;

/** What runs the server's commands. */
const EXECUTE_COMMAND = 'workspace/executeCommand';

/** How long a program may take to say its version, in milliseconds. */
const PATIENCE = 10_000;

/** A request that this version of the server does not know. */
class UnsupportedRequestError extends Error {
  /** @param {string} method */
  constructor(method) {
    super(`This version of kale-lsp does not support ${method}. Install the version that matches this extension.`);
  }
}

/**
 * What the server does, to be shown.
 *
 * @typedef {{ kind: 'stopped' | 'starting' } | { kind: 'running', version: string, path: string }
 *   | { kind: 'failed', problem: string }} ServerState
 */

/**
 * The server's process and the conversation with it. There is one for all folders of the window; each start makes a
 * new client, since the settings may name another program by then.
 */
class Server {
  /**
   * @param {vscode.ExtensionContext} context
   * @param {vscode.LogOutputChannel} output
   */
  constructor(context, output) {
    this.context = context;
    this.output = output;
    /** @type {LanguageClient | undefined} */
    this.client = undefined;
    /** @type {Promise<void> | undefined} */
    this.starting = undefined;
    /** Whether the extension has been deactivated: nothing is started any more. */
    this.isDisposed = false;
    /** Whether a restart waits for its turn. */
    this.isRestartQueued = false;
    /**
     * The last start or stop, which the next waits for.
     *
     * @type {Promise<void>}
     */
    this.turn = Promise.resolve();
    /** Whether anything has needed the server yet, started or not. */
    this.isWanted = false;
    this.sentVersions = new SentVersions();
    /**
     * The last notice of changed settings that is on its way.
     *
     * @type {Promise<void> | undefined}
     */
    this.settingsNotice = undefined;
    /** @type {Map<string, (params: any) => void>} */
    this.notificationHandlers = new Map();
    /** @type {(command: string, args: any[], next: (command: string, args: any[]) => any) => any} */
    this.executeCommand = (command, args, next) => next(command, args);
    /** @type {(uri: vscode.Uri, diagnostics: vscode.Diagnostic[], next: import('./quiet').Publish) => void} */
    this.handleDiagnostics = (uri, diagnostics, next) => next(uri, diagnostics);
    /** @type {ServerState} */
    this.state = { kind: 'stopped' };
    this.didChangeState = new vscode.EventEmitter();
  }

  /** @param {ServerState} state */
  become(state) {
    this.state = state;
    this.didChangeState.fire(undefined);
  }

  get isRunning() {
    return this.client?.state === State.Running;
  }

  /**
   * Kept for every client there will be.
   *
   * @param {string} method
   * @param {(params: any) => void} handler
   */
  onNotification(method, handler) {
    this.notificationHandlers.set(method, handler);
  }

  /** Starts the server unless it has been started. After a failure or a crash the next call tries again. */
  start() {
    this.isWanted = true;
    if (this.state.kind === 'failed' && !this.isRestartQueued) this.starting = undefined;
    this.starting ??= this.inTurn(() => this.startNow());
    return this.starting;
  }

  /** Restarts the server. Calls made before the restart has begun share it. */
  restart() {
    this.isWanted = true;
    if (!this.isRestartQueued || this.starting === undefined) {
      this.isRestartQueued = true;
      this.starting = this.inTurn(async () => {
        this.isRestartQueued = false;
        await this.stopNow();
        await this.startNow();
      });
    }
    return this.starting;
  }

  /**
   * Starts and stops one after another: two at once would leave a server that nobody stops.
   *
   * @param {() => Promise<void>} action
   */
  inTurn(action) {
    const done = this.turn.then(action);
    this.turn = done.catch(() => undefined);
    return done;
  }

  async startNow() {
    if (this.isRunning) return;
    if (this.isDisposed) throw new vscode.CancellationError();
    this.become({ kind: 'starting' });
    try {
      await this.client?.dispose();
      await this.startAnew();
    } catch (error) {
      this.become({ kind: 'failed', problem: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  async stopNow() {
    // A client that is stopped meanwhile shows the notice as failed. What restarts the server changes settings, too.
    await this.settingsNotice?.catch(() => undefined);
    const client = this.client;
    this.client = undefined;
    this.sentVersions.clear();
    await client?.dispose();
    this.become({ kind: 'stopped' });
  }

  async startAnew() {
    const settings = vscode.workspace.getConfiguration('kale.server');
    const found = findServer({
      configured: settings.get('path', ''),
      workspaceFolder: workspaceFolders()[0],
      mayStart: (file) => vscode.workspace.isTrusted || !workspaceFolders().some((folder) => isBelow(folder, file)),
      extensionFolder: this.context.extensionPath,
      environment: process.env,
      platform: process.platform,
      homeFolder: homedir(),
      isExecutable,
    });
    if ('problem' in found) {
      this.output.error(found.problem);
      throw new Error(found.problem);
    }
    const version = await versionOf(found.path);
    this.output.info(`Starting ${found.path} (${found.origin}), version ${version}`);
    this.client = this.makeClient(found.path, settings.get('arguments', ['serve']));
    await this.client.start();
    this.become({ kind: 'running', version, path: found.path });
    this.watch(this.client, this.state);
  }

  /**
   * Follows what becomes of a client: it starts a server that has crashed again, a few times.
   *
   * @param {LanguageClient} client
   * @param {ServerState} running
   */
  watch(client, running) {
    client.onDidChangeState(({ newState }) => {
      if (client !== this.client) return;
      switch (newState) {
        case State.Running:
          this.become(running);
          break;
        case State.Starting:
          this.become({ kind: 'starting' });
          break;
        default:
          this.become({ kind: 'failed', problem: 'kale-lsp stopped unexpectedly.' });
      }
    });
  }

  /**
   * @param {string} command
   * @param {string[]} args
   */
  makeClient(command, args) {
    const client = new LanguageClient(
      'kale',
      'Kale',
      { command, args, transport: TransportKind.stdio },
      {
        documentSelector: /** @type {any} */ (currentSelector()),
        outputChannel: this.output,
        // A folder that is not trusted must not choose images, package indexes or hosts.
        initializationOptions: { trusted: vscode.workspace.isTrusted },
        middleware: {
          notebooks: this.notebookMiddleware(),
          executeCommand: (name, given, next) => this.executeCommand(name, given, next),
          handleDiagnostics: (uri, diagnostics, next) => this.handleDiagnostics(uri, diagnostics, next),
          sendRequest: sendIfAllowed,
          // A cell says its inputs and outputs in a code lens and below it; after its first line they are in the way.
          provideInlayHints: (document, range, token, next) =>
            document.uri.scheme === CELL_SCHEME ? [] : next(document, range, token),
          workspace: {
            didChangeConfiguration: async (sections, next) => {
              // A client that is being stopped hears of settings still, and would show that it cannot pass them on.
              if (client !== this.client) return;
              this.settingsNotice = next(sections);
              await this.settingsNotice;
            },
          },
        },
      },
    );
    client.registerFeature({
      fillClientCapabilities: (capabilities) => {
        const experimental = { ...capabilities.experimental };
        experimental.kale = {
          applyNotebookEdit: true,
          notebookEditKinds: EDIT_KINDS,
          outlineChanged: true,
          runOutput: true,
          runState: true,
        };
        capabilities.experimental = experimental;
      },
      initialize: () => undefined,
      getState: () => ({ kind: 'static' }),
      clear: () => undefined,
    });
    client.onRequest('kale/applyNotebookEdit', (params) => applyNotebookEdit(params, this.sentVersions));
    for (const [method, handler] of this.notificationHandlers) client.onNotification(method, handler);
    return client;
  }

  /**
   * Throws a `CancellationError` where a command must not be sent from this workspace. `sendIfAllowed` would refuse it
   * anyway; this does so before the user is asked anything.
   *
   * @param {string} command one of the server's
   */
  checkTrust(command) {
    checkTrust(EXECUTE_COMMAND, { command });
  }

  /**
   * The server asks for all notebooks of Jupyter; the client alone sees which of them a person edits.
   *
   * @returns {import('vscode-languageclient/node').Middleware['notebooks']}
   */
  notebookMiddleware() {
    return {
      didOpen: async (notebook, cells, next) => {
        if (!isTold(notebook)) return undefined;
        this.sentVersions.sent(notebook.uri.toString(), notebook.version);
        return next(notebook, cells);
      },
      didChange: async (event, next) => {
        if (!isTold(event.notebook)) return undefined;
        this.sentVersions.sent(event.notebook.uri.toString(), event.notebook.version);
        return next(event);
      },
      didClose: async (notebook, cells, next) => {
        if (!isTold(notebook)) return undefined;
        this.sentVersions.closed(notebook.uri.toString());
        return next(notebook, cells);
      },
    };
  }

  /**
   * @param {string} method
   * @param {object} params
   * @returns {Promise<any>}
   */
  async request(method, params) {
    checkTrust(method, params);
    await this.start();
    if (this.client === undefined) throw new Error('kale-lsp is not running.');
    try {
      return await this.client.sendRequest(method, params);
    } catch (error) {
      const code = /** @type {{ code?: number }} */ (error).code;
      throw code === METHOD_NOT_FOUND ? new UnsupportedRequestError(method) : error;
    }
  }

  /**
   * @param {string} command one of the server's
   * @param {object} argument
   * @param {string} [workDoneToken] what the server reports progress under
   * @returns {Promise<any>}
   */
  async execute(command, argument, workDoneToken) {
    await this.start();
    const known = this.client?.initializeResult?.capabilities.executeCommandProvider?.commands ?? [];
    if (!known.includes(command)) throw new UnsupportedRequestError(command);
    return this.request(EXECUTE_COMMAND, { command, arguments: [argument], workDoneToken });
  }

  async dispose() {
    this.isDisposed = true;
    await this.inTurn(() => this.stopNow());
    this.didChangeState.dispose();
  }
}

/**
 * Refuses what needs trust. Every request to the server passes this place, whether a command, a code lens, a menu or
 * another extension asks for it.
 *
 * @type {NonNullable<import('vscode-languageclient/node').Middleware['sendRequest']>}
 */
async function sendIfAllowed(type, params, token, next) {
  try {
    checkTrust(typeof type === 'string' ? type : type.method, params);
  } catch {
    // The language client shows any other error in a message of its own.
    throw new ResponseError(LSPErrorCodes.RequestCancelled, 'The workspace is not trusted.');
  }
  return next(type, params, token);
}

/**
 * @param {string} folder
 * @param {string} file that exists
 */
function isBelow(folder, file) {
  const relative = path.relative(realpathSync(folder), realpathSync(file));
  return !path.isAbsolute(relative) && relative.split(path.sep)[0] !== '..';
}

/**
 * Asks the program for its version, which tells first whether it is kale-lsp at all: a language client cannot say well
 * what is wrong with a program that is no language server.
 *
 * @param {string} program
 * @returns {Promise<string>}
 */
async function versionOf(program) {
  try {
    const { stdout } = await promisify(execFile)(program, ['--version'], { timeout: PATIENCE });
    const [, version] = /^(?:kale-lsp )?(\d+\.\d+\S*)(?: \([0-9a-f]+\))?\s*$/.exec(stdout) ?? [];
    if (version !== undefined) return version;
  } catch {
    // What it did instead of answering does not matter.
  }
  throw new Error(`${program} is not kale-lsp: it did not respond to --version.`);
}

module.exports = { Server, UnsupportedRequestError };
