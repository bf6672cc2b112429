'use strict';

const vscode = require('vscode');
const { needsTrust } = require('./logic/trust');

/**
 * Throws a `CancellationError` where a request must not be sent from this workspace, after telling the user.
 *
 * @param {string} method
 * @param {any} params
 */
function checkTrust(method, params) {
  if (vscode.workspace.isTrusted || !needsTrust(method, params)) return;
  void offerTrust();
  throw new vscode.CancellationError();
}

async function offerTrust() {
  const manage = 'Manage Workspace Trust';
  const choice = await vscode.window.showWarningMessage(
    'Kale: This workspace is not trusted. Trust it to compile, run or submit its pipelines.',
    manage,
  );
  if (choice === manage) await vscode.commands.executeCommand('workbench.trust.manage');
}

module.exports = { checkTrust };
