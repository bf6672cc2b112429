'use strict';

const vscode = require('vscode');

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
 * The Python that a person has chosen for a notebook in the Python extension. It is undefined where the server is to
 * find one: without that extension, or where the environment names one, which is more than that extension's guess.
 *
 * @param {string} uri of the notebook
 * @returns {Promise<string | undefined>}
 */
async function chosenPython(uri) {
  if (process.env[PYTHON_VARIABLE]) return undefined;
  const extension = vscode.extensions.getExtension(PYTHON_EXTENSION);
  if (extension === undefined) return undefined;
  const { environments } = /** @type {{ environments: PythonEnvironments }} */ (await extension.activate());
  const environment = await environments.resolveEnvironment(
    environments.getActiveEnvironmentPath(vscode.Uri.parse(uri)),
  );
  return environment?.executable.uri?.fsPath;
}

module.exports = { chosenPython };
