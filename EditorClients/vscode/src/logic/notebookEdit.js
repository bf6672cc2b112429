'use strict';

/**
 * The request `kale/applyNotebookEdit`: what it asks for, in terms of the cells as they stand.
 */

/** @typedef {{ line: number, character: number }} Position */
/** @typedef {{ range: { start: Position, end: Position }, newText: string }} TextEdit */
/** @typedef {{ kind: number, languageId: string, text: string, metadata?: object }} NewCell */
/**
 * @typedef {{ kind: 'cellMetadata', cell: string, metadata: object }
 *   | { kind: 'cellText', cell: string, edits: TextEdit[] }
 *   | { kind: 'insertCells', before: string | null, cells: NewCell[] }
 *   | { kind: 'notebookMetadata', metadata: object }} RequestedEdit
 */
/**
 * @typedef {object} ApplyNotebookEditParams
 * @property {string} label
 * @property {{ notebookDocument: { uri: string, version: number }, edits: RequestedEdit[] }} edit
 */
/**
 * @typedef {{ kind: 'cellMetadata', index: number, metadata: object }
 *   | { kind: 'cellText', uri: string, edits: TextEdit[] }
 *   | { kind: 'insertCells', index: number, cells: NewCell[] }
 *   | { kind: 'notebookMetadata', metadata: object }} PlannedEdit
 */

/** What this client can apply, as it announces it in `initialize`. */
const EDIT_KINDS = ['cellMetadata', 'cellText', 'insertCells', 'notebookMetadata'];

/**
 * All edits or none: one that cannot be made makes the whole a problem.
 *
 * @param {readonly RequestedEdit[]} edits
 * @param {readonly string[]} cells the documents of all cells of the notebook, in order
 * @returns {{ edits: PlannedEdit[] } | { problem: string }}
 */
function planNotebookEdit(edits, cells) {
  const indices = new Map(cells.map((uri, index) => [uri, index]));
  /** @type {PlannedEdit[]} */
  const planned = [];
  for (const edit of edits) {
    const step = planEdit(edit, indices);
    if (typeof step === 'string') return { problem: step };
    planned.push(step);
  }
  return { edits: planned };
}

/**
 * @param {RequestedEdit} edit
 * @param {Map<string, number>} indices
 * @returns {PlannedEdit | string} a string says why it cannot be made
 */
function planEdit(edit, indices) {
  switch (edit.kind) {
    case 'cellMetadata': {
      const index = indices.get(edit.cell);
      return index === undefined ? missing(edit.cell) : { kind: edit.kind, index, metadata: edit.metadata };
    }
    case 'cellText':
      if (!indices.has(edit.cell)) return missing(edit.cell);
      return { kind: edit.kind, uri: edit.cell, edits: edit.edits };
    case 'insertCells': {
      const index = edit.before === null ? indices.size : indices.get(edit.before);
      if (index === undefined) return missing(String(edit.before));
      return { kind: edit.kind, index, cells: edit.cells };
    }
    case 'notebookMetadata':
      return { kind: edit.kind, metadata: edit.metadata };
    default:
      return `This client does not support ${/** @type {any} */ (edit).kind} edits.`;
  }
}

/** @param {string} uri */
function missing(uri) {
  return `The notebook does not contain the cell ${uri}.`;
}

/**
 * The versions of notebooks that the server has been told of. An edit is to be refused when the server did not know
 * the notebook as it is now. VS Code's own count says more than that: it goes up with every output of a cell, of
 * which the server hears nothing, so the count as it was sent is what is compared.
 */
class SentVersions {
  constructor() {
    /** @type {Map<string, number>} */
    this.versions = new Map();
  }

  /**
   * @param {string} uri
   * @param {number} version
   */
  sent(uri, version) {
    this.versions.set(uri, version);
  }

  /** @param {string} uri */
  closed(uri) {
    this.versions.delete(uri);
  }

  clear() {
    this.versions.clear();
  }

  /**
   * @param {string} uri
   * @param {number} version
   */
  isCurrent(uri, version) {
    return this.versions.get(uri) === version;
  }
}

module.exports = { EDIT_KINDS, planNotebookEdit, SentVersions };
