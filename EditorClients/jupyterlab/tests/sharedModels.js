/** Notebooks and cells with as much of JupyterLab's shared models as the extension uses. */

export class SharedCell {
  constructor(notebook, { id, cell_type = 'code', source = '', metadata = {} }) {
    Object.assign(this, { notebook, id, cell_type, source, metadata: structuredClone(metadata) });
  }

  getId() {
    return this.id;
  }

  getSource() {
    return this.source;
  }

  updateSource(start, end, text) {
    this.notebook.changes.push(this.id);
    this.source = this.source.slice(0, start) + text + this.source.slice(end);
  }

  getMetadata() {
    return structuredClone(this.metadata);
  }

  setMetadata(key, value) {
    this.notebook.changes.push(this.id);
    this.metadata[key] = value;
  }

  deleteMetadata(key) {
    this.notebook.changes.push(this.id);
    delete this.metadata[key];
  }

  transact(change) {
    this.notebook.transactions.push(this.id);
    change();
  }
}

export class SharedNotebook {
  /** The transactions that there were: `notebook`, or the id of the cell. */
  transactions = [];
  /** The cells that were changed, a change an entry. */
  changes = [];
  #count = 0;

  constructor(cells, metadata = {}) {
    this.metadata = metadata;
    this.cells = cells.map(cell => this.#make(cell));
  }

  getMetadata() {
    return structuredClone(this.metadata);
  }

  setMetadata(key, value) {
    this.metadata[key] = structuredClone(value);
  }

  deleteMetadata(key) {
    delete this.metadata[key];
  }

  insertCells(index, cells) {
    this.cells.splice(index, 0, ...cells.map(cell => this.#make(cell)));
  }

  transact(change) {
    this.transactions.push('notebook');
    change();
  }

  #make(cell) {
    return new SharedCell(this, { id: `c${this.#count++}`, ...cell });
  }
}
