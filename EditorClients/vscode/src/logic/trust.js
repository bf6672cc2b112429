'use strict';

/**
 * Which requests may be sent to the server from a workspace that is not trusted. The list names what is allowed, so that
 * a request or a command that nobody thought of needs trust.
 */

/** Commands that answer a question, edit a document that is open in the editor, or show a page that is part of kale-lsp. */
const SAFE_COMMANDS = new Set([
  'kale.applyNotebookEdit',
  'kale.explainRule',
  'kale.fixAll',
  'kale.applyForm',
  'kale.applyProposal',
  'kale.graph',
  'kale.migrate',
  'kale.nextStep',
  'kale.previousStep',
  'kale.renameStep',
  'kale.setTags',
]);

/** kale-lsp's own requests that only answer a question. */
const SAFE_REQUESTS = new Set(['kale/outline', 'kale/form', 'kale/checkForm', 'kale/proposal']);

/**
 * Returns whether a request may run code, submit a pipeline or write a file.
 *
 * @param {string} method
 * @param {any} params
 * @returns {boolean}
 */
function needsTrust(method, params) {
  if (method === 'workspace/executeCommand') return !SAFE_COMMANDS.has(params?.command);
  // LSP's other requests only ask, or say what an edit would be.
  return method.startsWith('kale/') && !SAFE_REQUESTS.has(method);
}

module.exports = { needsTrust };
