'use strict';

const vscode = require('vscode');

/** A setting of the extension has a value that does not work. */
class SettingError extends Error {
  /**
   * @param {string} key of the setting
   * @param {string} message
   */
  constructor(key, message) {
    super(message);
    this.key = key;
  }
}

/**
 * Shows a setting of the machine. In a remote window, the user settings do not contain it, so that the page would be
 * empty.
 *
 * @param {string} key
 */
async function openSetting(key) {
  if (vscode.env.remoteName === undefined) await vscode.commands.executeCommand('workbench.action.openSettings', key);
  else await vscode.commands.executeCommand('workbench.action.openRemoteSettings', { query: key });
}

module.exports = { SettingError, openSetting };
