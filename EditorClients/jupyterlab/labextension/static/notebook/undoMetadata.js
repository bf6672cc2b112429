/** The undo managers that undo edits of the notebook's metadata, and whether such an edit is being made. */
const following = new WeakMap();

/**
 * Makes an edit that may change the notebook's metadata, so that undoing takes that back, too.
 *
 * JupyterLab undoes changes of cells alone: the name of a pipeline would stay when its tags are gone. What others write into
 * the metadata, for example the kernel its language, is still no step of undoing.
 *
 * @param {object} sharedModel JupyterLab's `ISharedNotebook`
 * @param {() => void} edit
 */
export function undoingMetadata(sharedModel, edit) {
  const state = follow(sharedModel);
  if (state === null) {
    edit();
    return;
  }
  state.isEditing = true;
  try {
    edit();
  } finally {
    state.isEditing = false;
  }
}

/** What is known of a notebook's undo manager; null for one that cannot do it. */
function follow({ undoManager, ymeta }) {
  const isAble = ymeta !== undefined && typeof undoManager?.addToScope === 'function';
  if (!isAble || !Array.isArray(undoManager.scope)) return null;
  const known = following.get(undoManager);
  if (known !== undefined) return known;
  const state = { isEditing: false };
  following.set(undoManager, state);
  const cells = [...undoManager.scope];
  const { captureTransaction } = undoManager;
  const isOurs = ({ origin }) => state.isEditing || origin === undoManager;
  const changesCells = ({ changedParentTypes }) => cells.some(type => changedParentTypes.has(type));
  undoManager.captureTransaction = transaction =>
    (captureTransaction?.(transaction) ?? true) && (isOurs(transaction) || changesCells(transaction));
  undoManager.addToScope([ymeta]);
  return state;
}
