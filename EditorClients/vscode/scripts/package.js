'use strict';

/**
 * Makes the packages of the extension, one for each platform, with the program kale-lsp in it:
 *
 *     npm run package                                        for this platform, with the release build of this repository
 *     npm run package -- linux-x64=PROGRAM darwin-arm64=PROGRAM
 *     npm run package -- none                                for all platforms, without a program
 *
 * `--output FOLDER` says where the packages are written; by default that is this folder. It needs what `npm install`
 * installs: esbuild, the language client and Mermaid.
 */

const { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const path = require('node:path');
const { parseArgs } = require('node:util');
const { bundle } = require('./packaging/bundle');
const { licensesOf, withDependencies } = require('./packaging/licenses');
const { TARGETS, currentTarget, readProgram } = require('./packaging/program');
const { makeVSIX } = require('./packaging/vsix');

const EXTENSION = path.join(__dirname, '..');

/** Folders of the extension whose files VS Code reads as they are. */
const FOLDERS = ['media', 'walkthrough'];

/** Where the script of the extension is in the package. */
const MAIN = 'dist/extension.js';

/** What the language client starts, from the folder of its own script, to stop a server that does not end by itself. */
const STOPPER = 'terminateProcess.sh';

/**
 * The files that every package has.
 *
 * @param {string} root the folder of the extension
 * @returns {import('./packaging/vsix').PackagedFile[]}
 */
function commonFiles(root) {
  /**
   * @param {string} name
   * @param {string} [file]
   */
  const read = (name, file = name) => ({ name, content: readFileSync(path.join(root, file)) });
  const [client, mermaid] = ['vscode-languageclient', 'mermaid'].map((name) => {
    const folder = path.join(root, 'node_modules', name);
    if (!existsSync(folder)) throw new Error(`${name} is not installed: run npm install first.`);
    return folder;
  });
  const { code, packages } = bundle(root, 'src/extension.js');
  const licenses = licensesOf([...packages, ...withDependencies(mermaid)]);
  const asTheyAre = FOLDERS.flatMap((folder) =>
    readdirSync(path.join(root, folder)).sort().map((file) => read(`${folder}/${file}`)));
  return [
    read('README.md'),
    read('CHANGELOG.md'),
    read('LICENSE.txt', 'LICENSE'),
    { name: 'ThirdPartyNotices.txt', content: Buffer.from(licenses) },
    { name: MAIN, content: code },
    {
      name: path.posix.join(path.posix.dirname(MAIN), STOPPER),
      content: readFileSync(path.join(client, 'lib', 'node', STOPPER)),
      isExecutable: true,
    },
    ...asTheyAre.filter(({ name }) => name !== 'media/mermaid.min.js'),
    read('media/mermaid.min.js', 'node_modules/mermaid/dist/mermaid.min.js'),
  ];
}

/**
 * The manifest without what only development needs.
 *
 * @param {any} manifest
 */
function packagedManifest(manifest) {
  const { scripts, dependencies, devDependencies, ...rest } = manifest;
  return { ...rest, engines: { vscode: manifest.engines.vscode }, main: `./${MAIN}` };
}

/**
 * @param {{ root?: string, output: string, programs: Map<string, string> | undefined }} options the programs by platform;
 *   undefined for a package without one
 * @returns {string[]} the files that were written
 */
function makePackages({ root = EXTENSION, output, programs }) {
  const manifest = packagedManifest(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
  const files = commonFiles(root);
  mkdirSync(output, { recursive: true });
  /**
   * @param {string} suffix
   * @param {string | undefined} target
   * @param {import('./packaging/vsix').PackagedFile[]} more
   */
  const write = (suffix, target, more) => {
    const file = path.join(output, `${manifest.name}-${suffix}.vsix`);
    writeFileSync(file, makeVSIX({ ...manifest }, target, [...files, ...more]));
    return file;
  };
  if (programs === undefined) return [write(manifest.version, undefined, [])];
  return [...programs].map(([target, program]) => {
    const content = readProgram(program, target);
    return write(`${target}-${manifest.version}`, target, [{ name: 'bin/kale-lsp', content, isExecutable: true }]);
  });
}

/**
 * @param {string[]} named `TARGET=PROGRAM`, or `none`
 * @returns {Map<string, string> | undefined}
 */
function programsFrom(named) {
  if (named.length === 1 && named[0] === 'none') return undefined;
  if (named.length === 0) {
    return new Map([[currentTarget(), path.join(EXTENSION, '..', '..', '.build', 'release', 'kale-lsp')]]);
  }
  return new Map(named.map((each) => {
    const [target, program] = each.split(/=(.*)/s);
    if (!TARGETS.includes(target) || !program) {
      throw new Error(`Expected PLATFORM=PROGRAM, got ${each}. Platforms: ${TARGETS.join(', ')}.`);
    }
    return [target, program];
  }));
}

function main() {
  const { values, positionals } = parseArgs({
    options: { output: { type: 'string', default: EXTENSION } },
    allowPositionals: true,
  });
  const output = path.resolve(String(values.output));
  for (const file of makePackages({ output, programs: programsFrom(positionals) })) console.log(`Wrote ${file}`);
}

if (require.main === module) {
  try {
    main();
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}

module.exports = { makePackages, programsFrom };
