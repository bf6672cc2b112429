import { NOT_OURS } from '../protocol/jsonRPC.js';
import { notify } from './notify.js';

/**
 * What the server says and asks on its own.
 *
 * @param {import('../protocol/jsonRPC.js').Conversation} conversation
 * @param {object} parts
 * @param {(uri: string) => import('../notebook/kaleNotebook.js').KaleNotebook | undefined} parts.owner the
 *   notebook that a document is or belongs to; undefined for those of other windows
 * @param {import('./settings.js').Settings} parts.settings
 * @param {import('../notebook/signal.js').Signal} parts.notified of what belongs to a command that is running
 * @param {object} parts.lab
 */
export function hearServer(conversation, { owner, settings, notified, lab }) {
  const notifications = {
    'textDocument/publishDiagnostics': params => owner(params.uri)?.receiveDiagnostics(params),
    'kale/outlineChanged': ({ uri }) => owner(uri)?.outlineChanged(),
    'window/showMessage': ({ message }) => notify(lab, 'warning', message),
    'window/logMessage': ({ message }) => console.debug('kale-lsp:', message),
    '$/progress': params => notified.emit({ method: '$/progress', params }),
    'kale/runState': params => owner(params.uri)?.receiveRunState(params),
    'kale/runOutput': params => notified.emit({ method: 'kale/runOutput', params })
  };
  const requests = {
    'workspace/configuration': async ({ items }) => {
      const section = await settings.ofServer();
      return items.map(item => (item.section === 'kale' ? section : null));
    },
    'kale/applyNotebookEdit': params =>
      owner(params.edit.notebookDocument.uri)?.applyNotebookEdit(params) ?? NOT_OURS,
    'workspace/applyEdit': ({ edit }) => applyEdit(owner(firstDocument(edit)), edit)
  };
  for (const [method, handler] of Object.entries(notifications)) conversation.onNotification(method, handler);
  for (const [method, handler] of Object.entries(requests)) conversation.onRequest(method, handler);
}

function applyEdit(notebook, edit) {
  if (notebook === undefined) return NOT_OURS;
  const failureReason = notebook.applyWorkspaceEdit(edit);
  return failureReason === null ? { applied: true } : { applied: false, failureReason };
}

function firstDocument({ documentChanges, changes = {} }) {
  return documentChanges?.[0]?.textDocument.uri ?? Object.keys(changes)[0] ?? '';
}
