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

const LANGUAGES = { code: 'python', markdown: 'markdown', raw: 'raw' };

/**
 * The notebook as it is now.
 *
 * @param {object} sharedModel JupyterLab's `ISharedNotebook`
 * @param {import('./documentNames.js').DocumentNames} names
 * @returns {NotebookSnapshot}
 */
export function snapshot(sharedModel, names) {
  return {
    metadata: sharedModel.getMetadata(),
    cells: sharedModel.cells.map(cell => ({
      uri: names.cell(cell.getId(), cell.cell_type),
      kind: cell.cell_type === 'code' ? 2 : 1,
      languageId: LANGUAGES[cell.cell_type] ?? 'raw',
      text: cell.getSource(),
      metadata: cell.getMetadata()
    }))
  };
}
