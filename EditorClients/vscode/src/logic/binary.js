'use strict';

/**
 * Finds the program kale-lsp: the one that the settings name, else the one that came with the extension, else the
 * first on PATH, else the one in `~/.local/bin`, where pip and the instructions put it: a window that is not started
 * from a shell often has a PATH without that folder.
 */

const path = require('node:path');

/**
 * @typedef {object} Surroundings
 * @property {string} configured The setting `kale.server.path`; empty where there is none.
 * @property {string | undefined} workspaceFolder The folder that relative paths and `${workspaceFolder}` count from.
 * @property {string} extensionFolder
 * @property {NodeJS.ProcessEnv} environment
 * @property {NodeJS.Platform} platform
 * @property {string} homeFolder
 * @property {(file: string) => boolean} isExecutable
 * @property {(program: string) => boolean} mayStart False for programs inside a workspace that is not trusted.
 */

/** @typedef {{ path: string, origin: 'setting' | 'bundled' | 'PATH' | 'user folder' }} FoundServer */

/**
 * @param {Surroundings} surroundings
 * @returns {FoundServer | { problem: string }}
 */
function findServer(surroundings) {
  const configured = surroundings.configured.trim();
  if (configured !== '') {
    const file = expandedPath(configured, surroundings);
    if (!surroundings.isExecutable(file)) {
      return { problem: `kale.server.path is set to ${file}, which is not an executable file.` };
    }
    return surroundings.mayStart(file)
      ? { path: file, origin: 'setting' }
      : { problem: `kale.server.path is set to ${file}, which is in this untrusted workspace.` };
  }
  const name = surroundings.platform === 'win32' ? 'kale-lsp.exe' : 'kale-lsp';
  const bundled = path.join(surroundings.extensionFolder, 'bin', name);
  if (surroundings.isExecutable(bundled)) return { path: bundled, origin: 'bundled' };
  for (const { folder, origin } of searchFolders(surroundings)) {
    const file = path.join(folder, name);
    if (surroundings.isExecutable(file) && surroundings.mayStart(file)) return { path: file, origin };
  }
  return { problem: 'kale-lsp was not found on PATH. Install it, or set kale.server.path to its location.' };
}

/**
 * The folders of PATH, and the user's folder for programs. Relative ones are left out: what they mean depends on the
 * folder that is open, which may contain a program that nobody meant.
 *
 * @param {Surroundings} surroundings
 * @returns {{ folder: string, origin: 'PATH' | 'user folder' }[]}
 */
function searchFolders({ environment, platform, homeFolder }) {
  const value = environment.PATH ?? environment.Path ?? '';
  const absolute = value.split(platform === 'win32' ? ';' : ':').filter((folder) => path.isAbsolute(folder));
  const folders = absolute.map((folder) => ({ folder, origin: /** @type {const} */ ('PATH') }));
  if (platform === 'win32') return folders;
  return [...folders, { folder: path.join(homeFolder, '.local', 'bin'), origin: 'user folder' }];
}

/**
 * Writes out `~`, `${workspaceFolder}`, `${userHome}` and `${env:NAME}`, and makes the path absolute.
 *
 * @param {string} configured
 * @param {Pick<Surroundings, 'workspaceFolder' | 'environment' | 'homeFolder'>} surroundings
 */
function expandedPath(configured, { workspaceFolder, environment, homeFolder }) {
  const written = configured
    .replace(/^~(?=[\\/]|$)/, () => homeFolder)
    .replace(/\$\{(workspaceFolder|userHome|env:([^}]+))\}/g, (_, name, variable) => {
      if (variable !== undefined) return environment[variable] ?? '';
      return name === 'userHome' ? homeFolder : (workspaceFolder ?? '');
    });
  return path.resolve(workspaceFolder ?? homeFolder, written);
}

module.exports = { expandedPath, findServer };
