/**
 * @typedef {object} CellSnapshot
 * @property {string} uri
 * @property {1 | 2} kind the protocol's `NotebookCellKind`: markup, code
 * @property {string} languageId
 * @property {string} text
 * @property {object} metadata as the notebook's file has it
 *
 * @typedef {object} NotebookSnapshot
 * @property {object} metadata
 * @property {CellSnapshot[]} cells
 */

/**
 * The notebook as it is now.
 *
 * @param {object} sharedModel JupyterLab's `ISharedNotebook`
 * @param {import('./documentNames.js').DocumentNames} names
 * @returns {NotebookSnapshot}
 */
export function snapshot(sharedModel, names) {
  const metadata = sharedModel.getMetadata();
  const languages = { code: codeLanguage(metadata), markdown: 'markdown', raw: 'raw' };
  return {
    metadata,
    cells: sharedModel.cells.map(cell => ({
      uri: names.cell(cell.getId(), cell.cell_type),
      kind: cell.cell_type === 'code' ? 2 : 1,
      languageId: languages[cell.cell_type] ?? 'raw',
      text: cell.getSource(),
      metadata: cell.getMetadata()
    }))
  };
}

/** The kernel's language; Kale's own, where the notebook has had no kernel yet. */
function codeLanguage({ language_info, kernelspec }) {
  return language_info?.name ?? kernelspec?.language ?? 'python';
}
