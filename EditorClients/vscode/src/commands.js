'use strict';

const vscode = require('vscode');
const { NotebookErrorsError } = require('./errors');
const { describeCompilation } = require('./logic/compilation');
const { showError, showInformation } = require('./notices');
const { openExample } = require('./example');
const { activePlace, currentDocument, placeOfMenu, reveal } = require('./place');
const { showSchedules } = require('./schedules');
const { renameStep } = require('./stepCommands');
const { openReport } = require('./reports');
const { SettingError, openSetting } = require('./settings');
const { showFailure, stepAt } = require('./stepRuns');

/**
 * What the commands work with.
 *
 * @typedef {object} Parts
 * @property {vscode.ExtensionContext} context
 * @property {import('./server').Server} server
 * @property {import('./outlineStore').OutlineStore} outlines
 * @property {import('./graphView').GraphViews} graphs
 * @property {import('./forms').Forms} forms
 * @property {import('./cellFlow').CellFlow} flow
 * @property {import('./formView').FormView} pipelineForm
 * @property {import('./proposalView').ProposalViews} proposals
 * @property {import('./quiet').Quiet} quiet
 * @property {import('./place').RecentNotebook} recent
 * @property {import('./runs').Runs} runs
 * @property {import('./runStates').RunStates} runStates
 * @property {vscode.LogOutputChannel} output
 * @property {vscode.OutputChannel} runOutput
 */

/**
 * Registers the commands of the palette. The server's own commands, which code actions and code lenses carry, are
 * registered by the language client under the server's names; those whose answer is worth telling come here, too.
 *
 * @param {Parts} parts
 * @returns {vscode.Disposable[]}
 */
function registerCommands(parts) {
  const { context, server, outlines, graphs, recent, runs, runStates, output, runOutput } = parts;
  const { forms, flow, pipelineForm, proposals, quiet } = parts;
  /** @param {any} [argument] what the menu passes that the command was chosen from */
  const here = (argument) => commandPlace(recent, argument);
  /** @type {{ [command: string]: (...args: any[]) => Promise<unknown> | unknown }} */
  const commands = {
    'kaleLsp.compile': async (argument) => compile(parts, { uri: (await here(argument)).documentURI }),
    'kaleLsp.run': async (argument) => runs.run({ uri: (await here(argument)).documentURI }),
    'kaleLsp.runWithParameters': async () => runs.runWithParameters((await here()).documentURI),
    'kaleLsp.runStep': async (argument) => {
      server.checkTrust('kale.run');
      const { uri, step } = await stepAt(outlines, await here(argument));
      return runs.run({ uri, step });
    },
    'kaleLsp.runToHere': async (argument) => {
      server.checkTrust('kale.run');
      const { uri, step } = await stepAt(outlines, await here(argument));
      return runs.run({ uri, until: step });
    },
    'kaleLsp.stopRun': () => runs.stop(currentDocument(recent)),
    'kaleLsp.openReport': async (argument) =>
      openReport(runStates, argument?.uri ?? (await here()).documentURI, argument?.step),
    'kaleLsp.showFailure': async (argument) =>
      showFailure(outlines, runStates, argument?.uri ?? (await here()).documentURI),
    'kaleLsp.showRunOutput': () => runOutput.show(),
    'kaleLsp.submit': async () => runs.submit((await here()).documentURI),
    'kaleLsp.schedule': async () => runs.schedule((await here()).documentURI),
    'kaleLsp.showSchedules': async () => showSchedules(server, runs, (await here()).documentURI),
    'kaleLsp.upload': async () => runs.upload((await here()).documentURI),
    'kaleLsp.showGraph': async (argument) => graphs.show((await here(argument)).documentURI),
    'kaleLsp.fixAll': async () => repair(server, await here(), 'kale.fixAll', 'No safe fixes available.'),
    'kaleLsp.migrate': async () =>
      repair(server, await here(), 'kale.migrate', 'Nothing to migrate from older versions of Kale.'),
    'kaleLsp.editCell': async (argument) => flow.editCell(await here(argument)),
    'kaleLsp.setRole': async (argument) => flow.setRole(await here(argument)),
    'kaleLsp.editPipeline': () => pipelineForm.focus(),
    'kaleLsp.makePipeline': async (argument) => {
      const { documentURI, notebook } = await here(argument);
      return proposals.show(documentURI, notebook);
    },
    'kaleLsp.renameStep': async () => renameStep(forms, await here()),
    'kaleLsp.showProblems': () => quiet.showProblems(),
    'kaleLsp.nextStep': async () => goToStep(server, await here(), 'kale.nextStep'),
    'kaleLsp.previousStep': async () => goToStep(server, await here(), 'kale.previousStep'),
    'kaleLsp.openExample': () => openExample(context.extensionUri),
    'kaleLsp.restartServer': () => server.restart(),
    'kaleLsp.showOutput': () => output.show(),
  };
  server.executeCommand = async (command, args, next) => {
    switch (command) {
      case 'kale.compile':
        return reporting(() => compile(parts, args[0]));
      case 'kale.run':
        return reporting(() => runs.run(args[0]));
      case 'kale.graph':
        return reporting(() => graphs.show(args[0].uri));
      default:
        return next(command, args);
    }
  };
  return Object.entries(commands).map(([name, action]) =>
    vscode.commands.registerCommand(name, (...args) => reporting(() => action(...args))));
}

/**
 * Tells of what went wrong instead of failing.
 *
 * @param {() => Promise<unknown> | unknown} action
 */
async function reporting(action) {
  try {
    return await action();
  } catch (error) {
    if (error instanceof vscode.CancellationError) return undefined;
    if (error instanceof NoNotebookError) return offerExample(error);
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof NotebookErrorsError) return offerProblems(`Kale: ${message}`);
    if (error instanceof SettingError) return offerSetting(error);
    const choice = await showError(`Kale: ${message}`, 'Show Output');
    if (choice !== undefined) await vscode.commands.executeCommand('kaleLsp.showOutput');
    return undefined;
  }
}

/** @param {string} message */
async function offerProblems(message) {
  const choice = await showError(message, 'Show Problems');
  if (choice !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
}

/** @param {SettingError} error */
async function offerSetting({ key, message }) {
  const choice = await showError(`Kale: ${message}`, 'Open Settings');
  if (choice !== undefined) await openSetting(key);
}

/** There is no notebook that a command could be about. */
class NoNotebookError extends Error {
  constructor() {
    super('Open a notebook first.');
  }
}

/** @param {NoNotebookError} error */
async function offerExample(error) {
  const choice = await showError(`Kale: ${error.message}`, 'Open Example Notebook');
  if (choice !== undefined) await vscode.commands.executeCommand('kaleLsp.openExample');
}

/**
 * What a command is about: what its menu belongs to, or where the person is, or the notebook that a walkthrough or a
 * graph has taken the place of.
 *
 * @param {import('./place').RecentNotebook} recent
 * @param {any} argument
 */
async function commandPlace(recent, argument) {
  const place = placeOfMenu(argument) ?? activePlace() ?? await recent.show();
  if (place === undefined) throw new NoNotebookError();
  return place;
}

/**
 * The server itself reports progress and shows the pipeline spec.
 *
 * @param {Parts} parts
 * @param {{ uri: string, outputDirectory?: string }} argument
 */
async function compile({ server, quiet }, argument) {
  quiet.end(argument.uri);
  const result = await server.execute('kale.compile', argument);
  const { succeeded, message } = describeCompilation(result);
  if (succeeded) {
    const openScript = 'Open DSL Script';
    const actions = result.dslPath === null ? [] : [openScript];
    void showInformation(message, ...actions).then(async (choice) => {
      if (choice === openScript) await vscode.window.showTextDocument(vscode.Uri.file(result.dslPath));
    });
  } else {
    void offerProblems(message);
  }
  return result;
}

/**
 * @param {import('./server').Server} server
 * @param {import('./place').Place} place
 * @param {'kale.fixAll' | 'kale.migrate'} command
 * @param {string} nothing what is said where there was nothing to do
 */
async function repair(server, place, command, nothing) {
  const { fixes } = await server.execute(command, { uri: place.documentURI });
  const message = fixes.length === 0 ? nothing : `Done: ${fixes.join('; ')}.`;
  void showInformation(message);
}

/**
 * @param {import('./server').Server} server
 * @param {import('./place').Place} place
 * @param {'kale.nextStep' | 'kale.previousStep'} command
 */
async function goToStep(server, place, command) {
  const { uri, position: { line, character } } = place;
  const location = await server.execute(command, { uri, position: { line, character } });
  if (location === null) {
    const direction = command === 'kale.nextStep' ? 'below' : 'above';
    vscode.window.setStatusBarMessage(`No step ${direction}.`, 3000);
    return;
  }
  await reveal(location.uri, location.range.start);
}

module.exports = { registerCommands };
