'use strict';

const { randomUUID } = require('node:crypto');
const vscode = require('vscode');
const { WorkDoneProgress } = require('vscode-languageclient/node');
const { NotebookErrorsError, shownErrors } = require('./errors');
const { describeRun } = require('./logic/compilation');
const { changedParameters } = require('./logic/parameters');
const { failureOf } = require('./logic/runState');
const { showError, showInformation } = require('./notices');
const { PYTHON_SETTING, chosenPython } = require('./python');
const { SettingError } = require('./settings');

/**
 * What a Kubeflow Pipelines server does with a pipeline: it runs it once, on a schedule, or keeps it.
 *
 * @typedef {{ host?: string, upload?: boolean, schedule?: string, scheduleEvery?: string }} Submission
 */
/**
 * What to run: the whole pipeline, one step again, or all that a step needs and the step.
 *
 * @typedef {{ uri: string, parameters?: object, submit?: Submission, step?: string, until?: string }} RunArgument
 */

/** Runs of pipelines, on this machine or on a Kubeflow Pipelines server. */
class Runs {
  /**
   * @param {import('./server').Server} server
   * @param {import('./runStates').RunStates} states
   * @param {vscode.OutputChannel} output
   * @param {{ end: (uri: string) => void }} quiet
   */
  constructor(server, states, output, quiet) {
    this.server = server;
    this.quiet = quiet;
    this.states = states;
    this.output = output;
    /**
     * What stops the runs that go on, by notebook or text.
     *
     * @type {Map<string, vscode.CancellationTokenSource>}
     */
    this.active = new Map();
    /** The server that was named last in this window. */
    this.lastHost = '';
    /** Fires when a run begins or ends. */
    this.didChange = /** @type {vscode.EventEmitter<void>} */ (new vscode.EventEmitter());
    server.onNotification('kale/runOutput', ({ text }) => output.append(text.endsWith('\n') ? text : `${text}\n`));
  }

  /** @param {RunArgument} argument */
  async run(argument) {
    this.server.checkTrust('kale.run');
    if (this.active.has(argument.uri)) throw new Error('The pipeline is already running. Stop it first.');
    this.quiet.end(argument.uri);
    // How far a step is can be seen at its cell.
    if (argument.step === undefined && argument.until === undefined) this.output.show(true);
    const source = new vscode.CancellationTokenSource();
    this.active.set(argument.uri, source);
    this.didChange.fire();
    try {
      const result = await vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: titleOf(argument), cancellable: true },
        (progress, token) => {
          token.onCancellationRequested(() => source.cancel());
          return this.execute(argument, progress, source.token);
        },
      );
      this.tellResult(argument, result);
      return result;
    } finally {
      this.active.delete(argument.uri);
      source.dispose();
      this.didChange.fire();
    }
  }

  /**
   * Stops the run of a notebook or, if that does not run, all runs.
   *
   * @param {string | undefined} uri
   */
  stop(uri) {
    // The button stays for a moment after the run has ended: that a person presses it then is no error.
    if (this.active.size === 0) {
      void showInformation('No pipeline is running.');
      return;
    }
    const own = uri === undefined ? undefined : this.active.get(uri);
    for (const source of own === undefined ? this.active.values() : [own]) source.cancel();
  }

  /** @param {string} uri of a notebook or text */
  isRunning(uri) {
    return this.active.has(uri);
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
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      const message = error instanceof Error ? error.message : String(error);
      // The server says which setting helps where the Python lacks what the steps need.
      if (message.includes(PYTHON_SETTING)) throw new SettingError(PYTHON_SETTING, message);
      if (!shownErrors(argument.uri).some(({ stopsRuns }) => stopsRuns)) throw error;
      throw new NotebookErrorsError(message);
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
    const server = await this.askForServer('Submit to Kubeflow Pipelines');
    return server && this.run({ uri, submit: server });
  }

  /**
   * Has a server run the pipeline on a schedule.
   *
   * @param {string} uri of a notebook
   */
  async schedule(uri) {
    const title = 'Schedule on Kubeflow Pipelines';
    const server = await this.askForServer(title);
    if (server === undefined) return undefined;
    const prompt = 'A cron expression, for example 0 6 * * *, or an interval, for example 1h30m.';
    const text = await vscode.window.showInputBox({
      title,
      prompt,
      placeHolder: '0 6 * * *',
      validateInput: (value) => (value.trim() === '' ? prompt : undefined),
    });
    return text === undefined ? undefined : this.run({ uri, submit: { ...server, ...scheduleOf(text.trim()) } });
  }

  /**
   * Uploads a version of the pipeline, and runs nothing.
   *
   * @param {string} uri of a notebook
   */
  async upload(uri) {
    const server = await this.askForServer('Upload to Kubeflow Pipelines');
    return server && this.run({ uri, submit: { ...server, upload: true } });
  }

  /**
   * @param {string} title
   * @returns {Promise<{ host?: string } | undefined>} undefined if the person thought better of it
   */
  async askForServer(title) {
    this.server.checkTrust('kale.run');
    const host = await vscode.window.showInputBox({
      title,
      prompt: 'Server URL. Leave empty to use the KFP SDK configuration.',
      placeHolder: 'http://localhost:8080',
      value: this.lastHost,
    });
    if (host === undefined) return undefined;
    this.lastHost = host.trim();
    return this.lastHost === '' ? {} : { host: this.lastHost };
  }

  /**
   * @param {RunArgument} argument
   * @param {import('./logic/compilation').RunResult} result
   */
  tellResult({ uri, submit }, result) {
    const words = submit && WORDS[kindOf(submit)];
    const message = words !== undefined && result.succeeded ? words.done : describeRun(result);
    /** @type {{ [title: string]: () => unknown }} */
    const actions = {};
    if (words !== undefined && result.runURL !== undefined) {
      actions[words.open] = () => vscode.env.openExternal(vscode.Uri.parse(String(result.runURL)));
    }
    if (!result.succeeded && failureOf(this.states.of(uri))?.error.cell !== undefined) {
      actions['Go to Cell'] = () => vscode.commands.executeCommand('kaleLsp.showFailure', { uri });
    }
    const show = result.succeeded ? showInformation : showError;
    void show(message, ...Object.keys(actions)).then((choice) => {
      if (choice !== undefined) void actions[choice]();
    });
  }

  dispose() {
    this.didChange.dispose();
  }
}

/** @param {RunArgument} argument */
function titleOf({ submit, step, until }) {
  if (submit !== undefined) return WORDS[kindOf(submit)].title;
  if (step !== undefined) return `Running step ${step}`;
  return until === undefined ? 'Running the pipeline' : `Running the pipeline up to step ${until}`;
}

/** What is said of a submission while it goes on, when it is done, and on the button that opens its page. */
const WORDS = {
  run: { title: 'Submitting the pipeline', done: 'The pipeline was submitted.', open: 'Open Run' },
  schedule: { title: 'Scheduling the pipeline', done: 'The pipeline was scheduled.', open: 'Open Schedule' },
  upload: { title: 'Uploading the pipeline', done: 'The pipeline was uploaded.', open: 'Open Pipeline' },
};

/**
 * @param {Submission} submission
 * @returns {keyof typeof WORDS}
 */
function kindOf({ upload, schedule, scheduleEvery }) {
  if (upload) return 'upload';
  return schedule === undefined && scheduleEvery === undefined ? 'run' : 'schedule';
}

/**
 * A schedule as the server takes it: an interval, or else a cron expression, which the server checks.
 *
 * @param {string} text
 * @returns {Submission}
 */
function scheduleOf(text) {
  return /^(\d+[smhdw])+$/i.test(text) ? { scheduleEvery: text } : { schedule: text };
}

module.exports = { Runs };
