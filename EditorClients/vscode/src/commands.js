'use strict';

const vscode = require('vscode');
const { describeCompilation } = require('./logic/compilation');
const { activePlace, reveal } = require('./place');
const { chooseRole, renameStep } = require('./stepCommands');
const { Runs } = require('./runs');

/**
 * What the commands work with.
 *
 * @typedef {object} Parts
 * @property {import('./server').Server} server
 * @property {import('./outlineStore').OutlineStore} outlines
 * @property {import('./graphView').GraphViews} graphs
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
  const { server, outlines, graphs, output } = parts;
  const runs = new Runs(server, parts.runOutput);
  /** @type {{ [command: string]: (...args: any[]) => Promise<unknown> | unknown }} */
  const commands = {
    'kaleLsp.compile': () => compile(server, { uri: here().documentURI }),
    'kaleLsp.run': () => runs.run({ uri: here().documentURI }),
    'kaleLsp.runWithParameters': () => runs.runWithParameters(here().documentURI),
    'kaleLsp.submit': () => runs.submit(here().documentURI),
    'kaleLsp.showGraph': () => graphs.show(here().documentURI),
    'kaleLsp.fixAll': () => repair(server, 'kale.fixAll', 'No safe fixes available.'),
    'kaleLsp.migrate': () => repair(server, 'kale.migrate', 'Nothing to migrate from older versions of Kale.'),
    'kaleLsp.setRole': (cell) => chooseRole(server, outlines, here(cell)),
    'kaleLsp.renameStep': () => renameStep(server, outlines, here()),
    'kaleLsp.nextStep': () => goToStep(server, 'kale.nextStep'),
    'kaleLsp.previousStep': () => goToStep(server, 'kale.previousStep'),
    'kaleLsp.restartServer': () => server.restart(),
    'kaleLsp.showOutput': () => output.show(),
  };
  server.executeCommand = async (command, args, next) => {
    switch (command) {
      case 'kale.compile':
        return reporting(() => compile(server, args[0]));
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
    const message = error instanceof Error ? error.message : String(error);
    const choice = await vscode.window.showErrorMessage(`Kale: ${message}`, 'Show Output');
    if (choice !== undefined) await vscode.commands.executeCommand('kaleLsp.showOutput');
    return undefined;
  }
}

/**
 * Where the person is; commands need a notebook to be about.
 *
 * @param {vscode.NotebookCell} [cell] the one whose toolbar was used
 */
function here(cell) {
  const place = activePlace(cell);
  if (place === undefined) throw new Error('Open a notebook first.');
  return place;
}

/**
 * The server itself reports progress and shows the pipeline spec.
 *
 * @param {import('./server').Server} server
 * @param {{ uri: string, outputDirectory?: string }} argument
 */
async function compile(server, argument) {
  const result = await server.execute('kale.compile', argument);
  const { succeeded, message } = describeCompilation(result);
  if (succeeded) {
    const openScript = 'Open DSL Script';
    const actions = result.dslPath === null ? [] : [openScript];
    void vscode.window.showInformationMessage(message, ...actions).then(async (choice) => {
      if (choice === openScript) await vscode.window.showTextDocument(vscode.Uri.file(result.dslPath));
    });
  } else {
    void vscode.window.showErrorMessage(message, 'Show Problems').then(async (choice) => {
      if (choice !== undefined) await vscode.commands.executeCommand('workbench.actions.view.problems');
    });
  }
  return result;
}

/**
 * @param {import('./server').Server} server
 * @param {'kale.fixAll' | 'kale.migrate'} command
 * @param {string} nothing what is said where there was nothing to do
 */
async function repair(server, command, nothing) {
  const { fixes } = await server.execute(command, { uri: here().documentURI });
  const message = fixes.length === 0 ? nothing : `Done: ${fixes.join('; ')}.`;
  void vscode.window.showInformationMessage(message);
}

/**
 * @param {import('./server').Server} server
 * @param {'kale.nextStep' | 'kale.previousStep'} command
 */
async function goToStep(server, command) {
  const { uri, position } = here();
  const { line, character } = position;
  const location = await server.execute(command, { uri, position: { line, character } });
  if (location === null) {
    const direction = command === 'kale.nextStep' ? 'below' : 'above';
    vscode.window.setStatusBarMessage(`No step ${direction}.`, 3000);
    return;
  }
  await reveal(location.uri, location.range.start);
}

module.exports = { registerCommands };
