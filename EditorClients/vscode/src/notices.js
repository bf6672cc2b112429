/** Notifications. They show text as it is: the backticks around code in a text of the server would stand there. */

'use strict';

const vscode = require('vscode');
const { plain } = require('./logic/forms');

/**
 * @param {string} message
 * @param {string[]} actions
 * @returns {Thenable<string | undefined>} the action that was chosen
 */
function showError(message, ...actions) {
  return vscode.window.showErrorMessage(plain(message), ...actions);
}

/**
 * @param {string} message
 * @param {string[]} actions
 * @returns {Thenable<string | undefined>} the action that was chosen
 */
function showInformation(message, ...actions) {
  return vscode.window.showInformationMessage(plain(message), ...actions);
}

module.exports = { showError, showInformation };
