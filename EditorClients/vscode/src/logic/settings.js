'use strict';

/**
 * The settings that the extension contributes: the server's own, from its JSON schema, and the extension's.
 */

/** Settings of the extension, which say how the server is started. */
const CLIENT_SETTINGS = {
  'kale.server.path': {
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    markdownDescription:
      'The program `kale-lsp`. Without it, the one that came with the extension is taken, or the first on `PATH`. '
      + '`~`, `${workspaceFolder}`, `${userHome}` and `${env:NAME}` are written out.',
  },
  'kale.server.arguments': {
    type: 'array',
    items: { type: 'string' },
    default: ['serve'],
    scope: 'machine-overridable',
    description: 'What the server is started with.',
  },
  'kale.trace.server': {
    type: 'string',
    enum: ['off', 'messages', 'verbose'],
    default: 'off',
    scope: 'window',
    description: 'What is written of the conversation with the server into the output Kale Trace.',
  },
};

/**
 * @param {{ properties: { [name: string]: object } }} schema of the section `kale`
 * @returns {{ title: string, properties: { [name: string]: object } }} `contributes.configuration`
 */
function configurationFor(schema) {
  const ofServer = Object.entries(schema.properties).map(([name, property]) => [
    `kale.${name}`,
    { ...property, scope: 'window' },
  ]);
  return { title: 'Kale', properties: { ...Object.fromEntries(ofServer), ...CLIENT_SETTINGS } };
}

module.exports = { configurationFor };
