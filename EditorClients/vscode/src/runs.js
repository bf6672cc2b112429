'use strict';

const { randomUUID } = require('node:crypto');
const vscode = require('vscode');
const { WorkDoneProgress } = require('vscode-languageclient/node');
const { describeRun } = require('./logic/compilation');
const { changedParameters } = require('./logic/parameters');

/** Runs of pipelines, on this machine or on a Kubeflow Pipelines server. */
class Runs {
  /**
   * @param {import('./server').Server} server
   * @param {vscode.OutputChannel} output
   */
  constructor(server, output) {
    this.server = server;
    this.output = output;
    server.onNotification('kale/runOutput', ({ text }) => output.append(text.endsWith('\n') ? text : `${text}\n`));
  }

  /** @param {{ uri: string, parameters?: object, submit?: object }} argument */
  async run(argument) {
    const title = argument.submit === undefined ? 'Running the pipeline' : 'Submitting the pipeline';
    this.output.clear();
    this.output.show(true);
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title, cancellable: true },
      (progress, token) => this.execute(argument, progress, token),
    );
    await tellResult(result);
    return result;
  }

  /**
   * @param {object} argument
   * @param {vscode.Progress<{ message?: string, increment?: number }>} progress
   * @param {vscode.CancellationToken} token
   */
  async execute(argument, progress, token) {
    const workDoneToken = randomUUID();
    await this.server.start();
    const client = this.server.client;
    if (client === undefined) throw new Error('kale-lsp is not running.');
    const told = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind !== 'end') progress.report({ message: value.message });
    });
    const cancelled = token.onCancellationRequested(() => {
      void client.sendNotification('window/workDoneProgress/cancel', { token: workDoneToken });
    });
    try {
      return await this.server.execute('kale.run', argument, workDoneToken);
    } finally {
      told.dispose();
      cancelled.dispose();
    }
  }

  /** @param {string} uri of a notebook */
  async runWithParameters(uri) {
    const { text } = await this.server.execute('kale.graph', { uri, format: 'json' });
    /** @type {{ name: string, type?: string, default?: unknown }[]} */
    const parameters = JSON.parse(text).parameters ?? [];
    const answers = new Map();
    for (const [index, parameter] of parameters.entries()) {
      const answer = await vscode.window.showInputBox({
        title: `Parameter ${index + 1} of ${parameters.length}: ${parameter.name}`,
        prompt: parameter.type,
        value: String(parameter.default ?? ''),
      });
      if (answer === undefined) return undefined;
      answers.set(parameter.name, answer);
    }
    return this.run({ uri, parameters: changedParameters(parameters, answers) });
  }

  /** @param {string} uri of a notebook */
  async submit(uri) {
    const host = await vscode.window.showInputBox({
      title: 'Submit to Kubeflow Pipelines',
      prompt: 'Address of the server; empty for the one that the KFP SDK is set up for',
      placeHolder: 'http://localhost:8080',
    });
    if (host === undefined) return undefined;
    return this.run({ uri, submit: host.trim() === '' ? {} : { host: host.trim() } });
  }
}

/** @param {import('./logic/compilation').RunResult} result */
async function tellResult(result) {
  const message = describeRun(result);
  const openRun = 'Open Run';
  const actions = result.runURL === undefined ? [] : [openRun];
  const show = result.succeeded ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
  void show(message, ...actions).then(async (choice) => {
    if (choice === openRun) await vscode.env.openExternal(vscode.Uri.parse(String(result.runURL)));
  });
}

module.exports = { Runs };
