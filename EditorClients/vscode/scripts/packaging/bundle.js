'use strict';

const { execFileSync } = require('node:child_process');
const { existsSync, mkdtempSync, readFileSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const path = require('node:path');

/**
 * Joins a script and all that it requires into one file.
 *
 * @param {string} root the folder of the extension
 * @param {string} script relative to it
 * @returns {{ code: Buffer, packages: string[] }} the file, and the folders of the packages that are in it
 */
function bundle(root, script) {
  const folder = mkdtempSync(path.join(tmpdir(), 'kale-bundle-'));
  try {
    const outfile = path.join(folder, 'bundle.js');
    const metafile = path.join(folder, 'meta.json');
    execFileSync(esbuild(root), [
      script,
      '--bundle',
      '--minify',
      // Names of classes and functions are in messages and stack traces.
      '--keep-names',
      '--platform=node',
      '--format=cjs',
      '--target=node18',
      '--external:vscode',
      '--legal-comments=none',
      '--log-level=error',
      `--outfile=${outfile}`,
      `--metafile=${metafile}`,
    ], { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] });
    const { inputs } = JSON.parse(readFileSync(metafile, 'utf8'));
    const packages = Object.keys(inputs).flatMap((input) => packageOf(path.resolve(root, input)) ?? []);
    return { code: readFileSync(outfile), packages: [...new Set(packages)].sort() };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/**
 * The program that npm has installed, or else the one on PATH.
 *
 * @param {string} root
 */
function esbuild(root) {
  const installed = path.join(root, 'node_modules', '.bin', 'esbuild');
  return existsSync(installed) ? installed : 'esbuild';
}

/**
 * The package of `node_modules` that a file belongs to.
 *
 * @param {string} file
 * @returns {string | undefined} its folder
 */
function packageOf(file) {
  const parts = file.split(path.sep);
  const index = parts.lastIndexOf('node_modules');
  if (index < 0) return undefined;
  const length = parts[index + 1].startsWith('@') ? 2 : 1;
  return parts.slice(0, index + 1 + length).join(path.sep);
}

module.exports = { bundle };
