'use strict';

const { randomUUID } = require('node:crypto');
const vscode = require('vscode');
const { WorkDoneProgress } = require('vscode-languageclient/node');
const { describeRun } = require('./logic/compilation');
const { changedParameters } = require('./logic/parameters');
const { chosenPython } = require('./python');

/** Runs of pipelines, on this machine or on a Kubeflow Pipelines server. */
class Runs {
  /**
   * @param {import('./server').Server} server
   * @param {vscode.OutputChannel} output
   */
  constructor(server, output) {
    this.server = server;
    this.output = output;
    /** How many runs go on. There may be several, of different notebooks. */
    this.count = 0;
    server.onNotification('kale/runOutput', ({ text }) => output.append(text.endsWith('\n') ? text : `${text}\n`));
  }

  /** @param {{ uri: string, parameters?: object, submit?: object }} argument */
  async run(argument) {
    this.server.checkTrust('kale.run');
    const title = argument.submit === undefined ? 'Running the pipeline' : 'Submitting the pipeline';
    if (this.count === 0) this.output.clear();
    this.output.show(true);
    this.count += 1;
    try {
      const result = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title, cancellable: true },
        (progress, token) => this.execute(argument, progress, token),
      );
      tellResult(result);
      return result;
    } finally {
      this.count -= 1;
    }
  }

  /**
   * Throws a `CancellationError` where the person stops the run.
   *
   * @param {{ uri: string }} argument
   * @param {vscode.Progress<{ message?: string, increment?: number }>} progress
   * @param {vscode.CancellationToken} token
   */
  async execute(argument, progress, token) {
    const python = await chosenPython(argument.uri);
    await this.server.start();
    const client = this.server.client;
    if (client === undefined) throw new Error('kale-lsp is not running.');
    if (token.isCancellationRequested) throw new vscode.CancellationError();
    const workDoneToken = randomUUID();
    let done = 0;
    const told = client.onProgress(WorkDoneProgress.type, workDoneToken, (value) => {
      if (value.kind === 'end') return;
      const percentage = value.percentage ?? done;
      progress.report({ message: value.message, increment: percentage - done });
      done = percentage;
    });
    const cancelled = token.onCancellationRequested(() => {
      void client.sendNotification('window/workDoneProgress/cancel', { token: workDoneToken });
    });
    try {
      return await this.server.execute('kale.run', { ...argument, python }, workDoneToken);
    } catch (error) {
      throw token.isCancellationRequested ? new vscode.CancellationError() : error;
    } finally {
      told.dispose();
      cancelled.dispose();
    }
  }

  /** @param {string} uri of a notebook */
  async runWithParameters(uri) {
    this.server.checkTrust('kale.run');
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
    this.server.checkTrust('kale.run');
    const host = await vscode.window.showInputBox({
      title: 'Submit to Kubeflow Pipelines',
      prompt: 'Server URL. Leave empty to use the KFP SDK configuration.',
      placeHolder: 'http://localhost:8080',
    });
    if (host === undefined) return undefined;
    return this.run({ uri, submit: host.trim() === '' ? {} : { host: host.trim() } });
  }
}

/** @param {import('./logic/compilation').RunResult} result */
function tellResult(result) {
  const message = describeRun(result);
  const openRun = 'Open Run';
  const actions = result.runURL === undefined ? [] : [openRun];
  const show = result.succeeded ? vscode.window.showInformationMessage : vscode.window.showErrorMessage;
  void show(message, ...actions).then(async (choice) => {
    if (choice === openRun) await vscode.env.openExternal(vscode.Uri.parse(String(result.runURL)));
  });
}

module.exports = { Runs };
