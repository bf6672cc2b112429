'use strict';

/**
 * Kale in VS Code: starts kale-lsp when there is a notebook, and puts the parts together.
 */

const vscode = require('vscode');
const { CellFlow } = require('./cellFlow');
const { CellStatus } = require('./cellStatus');
const { registerCommands } = require('./commands');
const { ContextKeys } = require('./contextKeys');
const { isTold } = require('./documents');
const { FormView } = require('./formView');
const { Forms } = require('./forms');
const { GraphViews } = require('./graphView');
const { mayBeNotebook } = require('./logic/documents');
const { showError } = require('./notices');
const { OutlineStore } = require('./outlineStore');
const { RecentNotebook } = require('./place');
const { ProposalViews } = require('./proposalView');
const { Quiet } = require('./quiet');
const { RoleStatus } = require('./roleStatus');
const { RunStates } = require('./runStates');
const { Runs } = require('./runs');
const { Server } = require('./server');
const { ServerStatus } = require('./serverStatus');
const { openSetting } = require('./settings');

/** @type {Server | undefined} */
let server;

/** @param {vscode.ExtensionContext} context */
async function activate(context) {
  const output = vscode.window.createOutputChannel('Kale', { log: true });
  const runOutput = vscode.window.createOutputChannel('Kale Run');
  server = new Server(context, output);
  const outlines = new OutlineStore(server);
  const recent = new RecentNotebook();
  const runStates = new RunStates(server);
  const graphs = new GraphViews(context, server, outlines, runStates);
  const forms = new Forms(server, outlines);
  const quiet = new Quiet(outlines);
  const runs = new Runs(server, runStates, runOutput, quiet);
  const stepForm = new FormView('cell', context.extensionUri, forms, recent);
  const pipelineForm = new FormView('pipeline', context.extensionUri, forms, recent);
  const proposals = new ProposalViews(context.extensionUri, forms, quiet);
  const flow = new CellFlow(forms, (field) => stepForm.focus(field));
  context.subscriptions.push(
    output,
    runOutput,
    outlines,
    graphs,
    quiet,
    stepForm,
    pipelineForm,
    proposals,
    recent,
    runStates,
    runs,
    new RoleStatus(outlines, runStates),
    new CellStatus(outlines, runStates),
    new ContextKeys(outlines, recent, runs),
    new ServerStatus(server),
    ...registerCommands({
      context, server, outlines, graphs, forms, flow, pipelineForm, proposals, quiet, recent, runs, runStates, output,
      runOutput,
    }),
    ...startingWhenNeeded(server),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('kale.server') && server?.isWanted) void restart(server);
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      // Settings of the workspace count from now on, and may name another program.
      if (server?.isWanted) void restart(server);
    }),
  );
}

/**
 * Most Python files are no notebooks: the server is started with the first document that may be one.
 *
 * @param {Server} server
 */
function startingWhenNeeded(server) {
  /** @param {vscode.TextDocument} document */
  const looksLikeNotebook = (document) =>
    mayBeNotebook(document.languageId, document.fileName, document.getText());
  const { notebookDocuments, textDocuments } = vscode.workspace;
  const isNeeded = notebookDocuments.some(isTold)
    || textDocuments.some(looksLikeNotebook);
  if (isNeeded) void start(server);
  return [
    vscode.workspace.onDidOpenNotebookDocument((notebook) => {
      if (isTold(notebook)) void start(server);
    }),
    vscode.workspace.onDidOpenTextDocument((document) => {
      if (looksLikeNotebook(document)) void start(server);
    }),
  ];
}

/** Whether the person has been told that the server does not start; once is enough. */
let isFailureTold = false;

/** @param {Server} server */
function start(server) {
  return telling(() => server.start());
}

/** @param {Server} server */
function restart(server) {
  isFailureTold = false;
  return telling(() => server.restart());
}

/** @param {() => Promise<void>} action */
async function telling(action) {
  try {
    await action();
    isFailureTold = false;
  } catch (error) {
    if (isFailureTold || error instanceof vscode.CancellationError) return;
    isFailureTold = true;
    await tellFailure(error);
  }
}

/** @param {unknown} error */
async function tellFailure(error) {
  const message = error instanceof Error ? error.message : String(error);
  const openSettings = 'Open Settings';
  const howTo = 'How to Install';
  const choice = await showError(`Kale: ${message}`, howTo, openSettings);
  if (choice === openSettings) {
    await openSetting('kale.server.path');
  } else if (choice === howTo) {
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', 'kale-lsp.kale-lsp#kale.start');
  }
}

async function deactivate() {
  await server?.dispose();
  server = undefined;
}

module.exports = { activate, deactivate };
