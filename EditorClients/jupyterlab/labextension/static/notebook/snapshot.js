import { isEqual } from './isEqual.js';

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
 * Takes snapshots of a notebook. A cell that is as it was is the same object again: a notebook of hundreds of cells is
 * compared while its user types, and only the cells that say they have changed are read.
 */
export class Snapshots {
  #sharedModel;
  #names;
  /** What was read of each shared cell, and whether it still holds. */
  #known = new WeakMap();
  #uris = new WeakMap();

  /**
   * @param {object} sharedModel JupyterLab's `ISharedNotebook`
   * @param {import('./documentNames.js').DocumentNames} names
   */
  constructor(sharedModel, names) {
    this.#sharedModel = sharedModel;
    this.#names = names;
  }

  /** @returns {NotebookSnapshot} the notebook as it is now */
  take() {
    const metadata = this.#sharedModel.getMetadata();
    const languages = { code: codeLanguage(metadata), markdown: 'markdown', raw: 'raw' };
    const cells = this.#sharedModel.cells.map(cell => this.#cell(cell, languages[cell.cell_type] ?? 'raw'));
    return { metadata, cells };
  }

  /** The document of a shared cell. */
  uri(cell) {
    const known = this.#uris.get(cell);
    if (known !== undefined) return known;
    const uri = this.#names.cell(cell.getId(), cell.cell_type);
    this.#uris.set(cell, uri);
    return uri;
  }

  #cell(cell, languageId) {
    const known = this.#known.get(cell);
    if (known?.isFresh && known.snapshot.languageId === languageId) return known.snapshot;
    const snapshot = {
      uri: this.uri(cell),
      kind: cell.cell_type === 'code' ? 2 : 1,
      languageId,
      text: cell.getSource(),
      metadata: cell.getMetadata()
    };
    if (known === undefined) {
      this.#follow(cell, snapshot);
      return snapshot;
    }
    known.isFresh = known.isFollowed;
    if (!isEqual(known.snapshot, snapshot)) known.snapshot = snapshot;
    return known.snapshot;
  }

  #follow(cell, snapshot) {
    const isFollowed = cell.changed !== undefined;
    const entry = { snapshot, isFollowed, isFresh: isFollowed };
    this.#known.set(cell, entry);
    cell.changed?.connect(() => {
      entry.isFresh = false;
    });
  }
}

/** The kernel's language; Kale's own, where the notebook has had no kernel yet. */
function codeLanguage({ language_info, kernelspec }) {
  return language_info?.name ?? kernelspec?.language ?? 'python';
}
