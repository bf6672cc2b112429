'use strict';

const vscode = require('vscode');
const { STATUS_SELECTOR } = require('./logic/documents');

/** The item of the language status that says which kale-lsp runs; its link starts the program again. */
class ServerStatus {
  /** @param {import('./server').Server} server */
  constructor(server) {
    this.server = server;
    this.item = vscode.languages.createLanguageStatusItem('kale.server', STATUS_SELECTOR);
    this.item.name = 'Kale: language server';
    this.subscription = server.didChangeState.event(() => this.update());
    this.update();
  }

  update() {
    const { state } = this.server;
    this.item.busy = state.kind === 'starting';
    this.item.severity = vscode.LanguageStatusSeverity[state.kind === 'failed' ? 'Error' : 'Information'];
    this.item.text = state.kind === 'running' ? `kale-lsp ${state.version}` : 'kale-lsp';
    this.item.detail = detailOf(state);
    this.item.command = { command: 'kaleLsp.restartServer', title: state.kind === 'running' ? 'Restart' : 'Start' };
  }

  dispose() {
    this.subscription.dispose();
    this.item.dispose();
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
