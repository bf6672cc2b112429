import { NOTEBOOK_EDIT_KINDS } from '../protocol/capabilities.js';
import { compare, lineStarts, offsetAt } from '../protocol/positions.js';
import { isEqual } from './isEqual.js';
import { undoingMetadata } from './undoMetadata.js';

/**
 * Makes the edits of `kale/applyNotebookEdit` on JupyterLab's shared model, all or none, as one step that
 * "Undo Cell Operation" takes back.
 *
 * @param {object} sharedModel JupyterLab's `ISharedNotebook`
 * @param {object[]} edits
 * @param {(uri: string) => object | undefined} findCell the shared cell of a document, undefined for
 *   unknown ones
 * @returns {string | null} why they cannot be made; null where they have been
 */
export function applyNotebookEdits(sharedModel, edits, findCell) {
  const obstacle = firstObstacle(edits, findCell);
  if (obstacle !== null) return obstacle;
  asOneStep(sharedModel, () => {
    for (const edit of edits) apply[edit.kind](sharedModel, edit, findCell);
  });
  return null;
}

/**
 * Edits of the texts of cells: of one cell a step of its editor's undoing, of several one of the notebook's.
 */
export function applyTextEdits(sharedModel, editsByCell) {
  if (editsByCell.length === 1) {
    const [{ cell, edits }] = editsByCell;
    cell.transact(() => editText(cell, edits));
  } else {
    asOneStep(sharedModel, () => {
      for (const { cell, edits } of editsByCell) editText(cell, edits);
    });
  }
}

function firstObstacle(edits, findCell) {
  for (const edit of edits) {
    if (!NOTEBOOK_EDIT_KINDS.includes(edit.kind))
      return `This client does not support ${edit.kind} edits.`;
    const named = edit.kind === 'insertCells' ? edit.before : edit.cell;
    if (named != null && findCell(named) === undefined) return 'A cell to edit no longer exists.';
  }
  return null;
}

const apply = {
  cellMetadata(_, { cell, metadata }, findCell) {
    replaceMetadata(findCell(cell), metadata);
  },
  cellText(_, { cell, edits }, findCell) {
    editText(findCell(cell), edits);
  },
  insertCells(sharedModel, { before, cells }, findCell) {
    const next = before === null ? -1 : sharedModel.cells.indexOf(findCell(before));
    const index = next < 0 ? sharedModel.cells.length : next;
    sharedModel.insertCells(
      index,
      cells.map(({ kind, text, metadata }) => ({
        cell_type: kind === 2 ? 'code' : 'markdown',
        source: text,
        metadata
      }))
    );
  },
  notebookMetadata(sharedModel, { metadata }) {
    replaceMetadata(sharedModel, metadata);
  }
};

/**
 * Key by key, so that undoing it, and people working on the notebook together, keep what it does not name.
 */
function replaceMetadata(owner, metadata) {
  const before = owner.getMetadata();
  for (const key of Object.keys(before)) {
    if (!Object.hasOwn(metadata, key)) owner.deleteMetadata(key);
  }
  for (const [key, value] of Object.entries(metadata)) {
    if (!isEqual(before[key], value)) owner.setMetadata(key, value);
  }
}

/** From the last to the first, since each is in terms of the text before all of them. */
function editText(cell, edits) {
  const text = cell.getSource();
  const starts = lineStarts(text);
  const backwards = [...edits].sort((a, b) => compare(b.range.start, a.range.start));
  for (const { range, newText } of backwards) {
    cell.updateSource(offsetAt(text, range.start, starts), offsetAt(text, range.end, starts), newText);
  }
}

/**
 * Neither joined to what was done just before nor to what comes just after, which undo managers do by time.
 */
function asOneStep(sharedModel, change) {
  sharedModel.undoManager?.stopCapturing();
  undoingMetadata(sharedModel, () => sharedModel.transact(change));
  sharedModel.undoManager?.stopCapturing();
}
