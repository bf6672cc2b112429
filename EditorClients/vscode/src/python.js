'use strict';

const vscode = require('vscode');

/** The extension in which a person chooses a Python, and what of its interface is used. */
const PYTHON_EXTENSION = 'ms-python.python';
/**
 * @typedef {object} PythonEnvironments
 * @property {(resource: vscode.Uri) => unknown} getActiveEnvironmentPath
 * @property {(path: unknown) => Promise<{ executable: { uri?: vscode.Uri } } | undefined>} resolveEnvironment
 */

/**
 * The program of the Python that a person has chosen for a notebook; undefined where there is none, and for the server
 * to find one.
 *
 * @param {string} uri of the notebook
 * @returns {Promise<string | undefined>}
 */
async function chosenPython(uri) {
  const extension = vscode.extensions.getExtension(PYTHON_EXTENSION);
  if (extension === undefined) return undefined;
  const { environments } = /** @type {{ environments: PythonEnvironments }} */ (await extension.activate());
  const environment = await environments.resolveEnvironment(
    environments.getActiveEnvironmentPath(vscode.Uri.parse(uri)),
  );
  return environment?.executable.uri?.fsPath;
}

module.exports = { chosenPython };
