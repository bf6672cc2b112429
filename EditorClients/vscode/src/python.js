'use strict';

const { homedir } = require('node:os');
const vscode = require('vscode');
const { workspaceFolders } = require('./documents');
const { expandedPath } = require('./logic/binary');
const { isExecutable } = require('./programs');
const { SettingError } = require('./settings');

/** The setting that names one. */
const PYTHON_SETTING = 'kale.python';

/** The extension in which a person chooses a Python, and what of its interface is used. */
const PYTHON_EXTENSION = 'ms-python.python';

/** The environment variable that names the server one for all runs. */
const PYTHON_VARIABLE = 'KALE_LSP_PYTHON';

/**
 * @typedef {object} PythonEnvironments
 * @property {(resource: vscode.Uri) => unknown} getActiveEnvironmentPath
 * @property {(path: unknown) => Promise<{ executable: { uri?: vscode.Uri } } | undefined>} resolveEnvironment
 */

/**
 * The Python that a person has chosen for a notebook: in the settings, or in the Python extension. It is undefined where
 * the server is to find one: without that extension, or where the environment names one, which is more than that
 * extension's guess.
 *
 * @param {string} uri of the notebook
 * @returns {Promise<string | undefined>}
 * @throws {SettingError} if the setting names a file that cannot be started
 */
async function chosenPython(uri) {
  const configured = vscode.workspace.getConfiguration('kale').get('python', '').trim();
  if (configured !== '') {
    // The server finds a name without a folder on PATH.
    if (/^[\w.-]+$/.test(configured)) return configured;
    const [workspaceFolder] = workspaceFolders();
    const file = expandedPath(configured, { workspaceFolder, environment: process.env, homeFolder: homedir() });
    if (isExecutable(file)) return file;
    throw new SettingError(PYTHON_SETTING, `${PYTHON_SETTING} is set to ${file}, which is not an executable file.`);
  }
  if (process.env[PYTHON_VARIABLE]) return undefined;
  const extension = vscode.extensions.getExtension(PYTHON_EXTENSION);
  if (extension === undefined) return undefined;
  const { environments } = /** @type {{ environments: PythonEnvironments }} */ (await extension.activate());
  const environment = await environments.resolveEnvironment(
    environments.getActiveEnvironmentPath(vscode.Uri.parse(uri)),
  );
  return environment?.executable.uri?.fsPath;
}

module.exports = { PYTHON_SETTING, chosenPython };
