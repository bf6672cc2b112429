'use strict';

const vscode = require('vscode');
const { isTold } = require('./documents');
const { STATUS_SELECTOR } = require('./logic/documents');

const RESTART = 'kaleLsp.restartServer';

/**
 * Which kale-lsp runs, and whether it does: in the language status, whose link starts the program again. VS Code shows no
 * language status for a notebook; there, an item of the status bar says so while the server is starting or has failed.
 */
class ServerStatus {
  /** @param {import('./server').Server} server */
  constructor(server) {
    this.server = server;
    this.item = vscode.languages.createLanguageStatusItem('kale.server', STATUS_SELECTOR);
    this.item.name = 'Kale: language server';
    this.notebookItem = vscode.window.createStatusBarItem('kale.server', vscode.StatusBarAlignment.Left, 91);
    this.notebookItem.name = this.item.name;
    const update = () => this.update();
    this.subscriptions = [
      this.item,
      this.notebookItem,
      server.didChangeState.event(update),
      vscode.window.onDidChangeActiveNotebookEditor(update),
    ];
    this.update();
  }

  update() {
    this.updateItem();
    this.updateNotebookItem();
  }

  updateItem() {
    const { state } = this.server;
    this.item.busy = state.kind === 'starting';
    this.item.severity = vscode.LanguageStatusSeverity[state.kind === 'failed' ? 'Error' : 'Information'];
    this.item.text = state.kind === 'running' ? `kale-lsp ${state.version}` : 'kale-lsp';
    this.item.detail = detailOf(state);
    this.item.command = { command: RESTART, title: state.kind === 'running' ? 'Restart' : 'Start' };
  }

  updateNotebookItem() {
    const { state } = this.server;
    const item = this.notebookItem;
    const notebook = vscode.window.activeNotebookEditor?.notebook;
    const isShown = notebook !== undefined && isTold(notebook);
    if (isShown && state.kind === 'starting') {
      item.text = '$(loading~spin) Kale: starting';
      item.tooltip = 'kale-lsp is starting. Click to show its output.';
      item.command = 'kaleLsp.showOutput';
      item.backgroundColor = undefined;
      item.show();
    } else if (isShown && state.kind === 'failed') {
      item.text = '$(error) Kale: not running';
      item.tooltip = `${state.problem}\nClick to start kale-lsp again.`;
      item.command = RESTART;
      item.backgroundColor = new vscode.ThemeColor('statusBarItem.errorBackground');
      item.show();
    } else {
      item.hide();
    }
  }

  dispose() {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

/** @param {import('./server').ServerState} state */
function detailOf(state) {
  switch (state.kind) {
    case 'running':
      return state.path;
    case 'failed':
      return state.problem;
    case 'starting':
      return 'starting';
    case 'stopped':
      return 'not started';
  }
}

module.exports = { ServerStatus };
