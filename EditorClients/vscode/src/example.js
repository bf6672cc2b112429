'use strict';

const vscode = require('vscode');

/** What a copy of the example is called, unless the person says otherwise. */
const FILE_NAME = 'kale-example.ipynb';

/**
 * Copies the example of the walkthrough to where the person wants it, because a pipeline is compiled beside its
 * notebook, and opens the copy.
 *
 * @param {vscode.Uri} extension the extension's folder
 */
async function openExample(extension) {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await vscode.window.showSaveDialog({
    title: 'Save the Example Notebook',
    filters: { Notebooks: ['ipynb'] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, FILE_NAME) }),
  });
  if (target === undefined) return;
  await vscode.workspace.fs.copy(vscode.Uri.joinPath(extension, 'walkthrough', 'example.ipynb'), target, {
    overwrite: true,
  });
  await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(target));
}

module.exports = { openExample };
