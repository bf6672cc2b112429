/** The kinds of `kale/applyNotebookEdit` that notebook/edits.js makes. */
export const NOTEBOOK_EDIT_KINDS = ['cellMetadata', 'cellText', 'insertCells', 'notebookMetadata'];

/** What this client can do, as `initialize` tells it. */
export const CLIENT_CAPABILITIES = {
  general: { positionEncodings: ['utf-16'] },
  notebookDocument: { synchronization: { dynamicRegistration: false, executionSummarySupport: false } },
  textDocument: {
    hover: { contentFormat: ['markdown', 'plaintext'] },
    publishDiagnostics: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ['', 'quickfix', 'refactor', 'source'] } },
      dataSupport: true,
      disabledSupport: false,
      resolveSupport: { properties: ['edit'] }
    }
  },
  workspace: {
    applyEdit: true,
    workspaceEdit: { documentChanges: true },
    configuration: true,
    didChangeConfiguration: { dynamicRegistration: false },
    executeCommand: {}
  },
  window: { workDoneProgress: false },
  experimental: {
    kale: {
      applyNotebookEdit: true,
      notebookEditKinds: NOTEBOOK_EDIT_KINDS,
      outlineChanged: true,
      runOutput: true,
      runState: true
    }
  }
};
