'use strict';

/**
 * Loads the extension with the fake VS Code, and with the real language client where npm has installed it; else with
 * a stand-in.
 */

const Module = require('node:module');
const path = require('node:path');
const { makeVSCode, makeContext } = require('./vscode');

const SOURCES = path.join(__dirname, '..', '..', 'src');
const CLIENT = 'vscode-languageclient/node';

function hasRealClient() {
  try {
    require.resolve(CLIENT);
    return true;
  } catch {
    return false;
  }
}

/**
 * @param {Parameters<typeof makeVSCode>[0]} options
 * @returns {ReturnType<typeof makeVSCode> & { extension: any, context: any, modules: (file: string) => any }}
 */
function loadExtension(options) {
  const fake = makeVSCode(options);
  const load = Module._load;
  for (const file of Object.keys(require.cache)) {
    if (file.startsWith(SOURCES) || /languageclient/i.test(file)) delete require.cache[file];
  }
  Module._load = function (request, ...rest) {
    if (request === 'vscode') return fake.api;
    if (request === CLIENT && !hasRealClient()) return require('./languageClient').forVSCode(fake.api);
    return load.call(this, request, ...rest);
  };
  try {
    const extension = require(path.join(SOURCES, 'extension.js'));
    const modules = (file) => require.cache[path.join(SOURCES, file)].exports;
    return { ...fake, extension, context: makeContext(), modules };
  } finally {
    Module._load = load;
  }
}

module.exports = { loadExtension, hasRealClient };
