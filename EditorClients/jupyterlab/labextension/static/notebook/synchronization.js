import { changedText } from './changedText.js';
import { isEqual } from './isEqual.js';

/**
 * Keeps the server's notebook the same as ours: compares snapshots, and gives the parameters of
 * `notebookDocument/did…`.
 *
 * Comparing is simpler than translating each of JupyterLab's signals, and cannot drift: whatever happened in
 * between, the server ends up with the notebook as it is.
 */
export class Synchronization {
  /** Of the notebook, as the protocol counts it. */
  version = 1;
  #uri;
  /** @type {import('./snapshot.js').NotebookSnapshot} */
  #sent;
  /** The versions of the cells' texts, by their URIs. */
  #textVersions = new Map();

  /**
   * @param {string} uri the notebook's
   * @param {import('./snapshot.js').NotebookSnapshot} snapshot
   */
  constructor(uri, snapshot) {
    this.#uri = uri;
    this.#sent = snapshot;
    for (const cell of snapshot.cells) this.#textVersions.set(cell.uri, 1);
  }

  /** The version of a cell's text; undefined for a cell that the server does not know. */
  textVersion(uri) {
    return this.#textVersions.get(uri);
  }

  /** Whether the server knows the notebook as it is. */
  isCurrent(snapshot) {
    return isEqual(snapshot, this.#sent);
  }

  didOpen() {
    const { metadata, cells } = this.#sent;
    return {
      notebookDocument: {
        uri: this.#uri,
        notebookType: 'jupyter-notebook',
        version: this.version,
        metadata,
        cells: cells.map(notebookCell)
      },
      cellTextDocuments: cells.map(cell => this.#textDocument(cell))
    };
  }

  didClose() {
    return {
      notebookDocument: { uri: this.#uri },
      cellTextDocuments: this.#sent.cells.map(({ uri }) => ({ uri }))
    };
  }

  didSave() {
    return { notebookDocument: { uri: this.#uri } };
  }

  /** The parameters that make the server's notebook this one; null where it is already. */
  didChange(snapshot) {
    const before = this.#sent;
    const change = {};
    if (!isEqual(before.metadata, snapshot.metadata)) change.metadata = snapshot.metadata;
    const cells = this.#cellChanges(before.cells, snapshot.cells);
    if (Object.keys(cells).length > 0) change.cells = cells;
    if (Object.keys(change).length === 0) return null;
    this.#sent = snapshot;
    this.version += 1;
    return { notebookDocument: { uri: this.#uri, version: this.version }, change };
  }

  #cellChanges(before, after) {
    const changes = {};
    const known = new Map(before.map(cell => [cell.uri, cell]));
    const structure = this.#structure(before, after, known);
    if (structure) changes.structure = structure;
    const kept = after.filter(cell => known.has(cell.uri));
    const data = kept.filter(cell => !isEqual(known.get(cell.uri).metadata, cell.metadata));
    if (data.length > 0) changes.data = data.map(notebookCell);
    const texts = kept.filter(cell => known.get(cell.uri).text !== cell.text);
    if (texts.length > 0) {
      changes.textContent = texts.map(cell => this.#textChange(known.get(cell.uri).text, cell));
    }
    return changes;
  }

  /** The smallest stretch of the list that holds all cells that came, went or moved; null where none did. */
  #structure(before, after, known) {
    let start = 0;
    while (start < before.length && start < after.length && before[start].uri === after[start].uri)
      start += 1;
    let end = 0;
    const most = Math.min(before.length, after.length) - start;
    while (end < most && before[before.length - 1 - end].uri === after[after.length - 1 - end].uri) end += 1;
    const inserted = after.slice(start, after.length - end);
    const deleteCount = before.length - end - start;
    if (inserted.length === 0 && deleteCount === 0) return null;
    const present = new Set(after.map(cell => cell.uri));
    const opened = inserted.filter(cell => !known.has(cell.uri));
    const closed = before.slice(start, start + deleteCount).filter(cell => !present.has(cell.uri));
    for (const cell of opened) this.#textVersions.set(cell.uri, 1);
    for (const cell of closed) this.#textVersions.delete(cell.uri);
    return {
      array: { start, deleteCount, cells: inserted.map(notebookCell) },
      didOpen: opened.map(cell => this.#textDocument(cell)),
      didClose: closed.map(({ uri }) => ({ uri }))
    };
  }

  #textChange(before, { uri, text }) {
    const version = this.#textVersions.get(uri) + 1;
    this.#textVersions.set(uri, version);
    return { document: { uri, version }, changes: [changedText(before, text)] };
  }

  #textDocument({ uri, languageId, text }) {
    return { uri, languageId, version: this.#textVersions.get(uri), text };
  }
}

function notebookCell({ uri, kind, metadata }) {
  return { kind, document: uri, metadata };
}
