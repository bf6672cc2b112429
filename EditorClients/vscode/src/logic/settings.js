'use strict';

/**
 * The settings that the extension contributes: the server's own, from its JSON schema, and the extension's.
 */

/** Settings of the extension, which say how the server is started. */
const CLIENT_SETTINGS = {
  'kale.python': {
    type: 'string',
    default: '',
    scope: 'machine',
    markdownDescription:
      'Python that runs and submits pipelines. It counts in your user and remote settings, not in those of a workspace. '
      + 'If empty, it is the one that the environment variable `KALE_LSP_PYTHON` '
      + 'names, or else the one chosen in the Python extension. `~`, `${workspaceFolder}`, `${userHome}` and '
      + '`${env:NAME}` are expanded.',
  },
  'kale.server.path': {
    type: 'string',
    default: '',
    scope: 'machine-overridable',
    markdownDescription:
      'Path to `kale-lsp`. If empty, the extension uses the server that it includes, or else the first one on `PATH` or in '
      + '`~/.local/bin`. `~`, `${workspaceFolder}`, `${userHome}` and `${env:NAME}` are expanded.',
  },
  'kale.server.arguments': {
    type: 'array',
    items: { type: 'string' },
    default: ['serve'],
    scope: 'machine-overridable',
    description: 'Command-line arguments for the server.',
  },
  'kale.trace.server': {
    type: 'string',
    enum: ['off', 'messages', 'verbose'],
    enumDescriptions: ['Nothing.', 'The methods.', 'The methods and the contents.'],
    default: 'off',
    scope: 'window',
    markdownDescription: 'What the output *Kale* shows of the messages to and from the server.',
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
