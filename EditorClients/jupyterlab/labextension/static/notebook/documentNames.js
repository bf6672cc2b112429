/**
 * The URIs under which the server knows a notebook and its cells.
 *
 * Windows of the browser share one server, and the same notebook may be open in two of them, with different
 * unsaved changes. So the URIs carry the window in their fragment, which does not belong to the path.
 */
export class DocumentNames {
  #base;
  #window;

  /**
   * @param {string} rootURI the `file:` URI of the folder that Jupyter serves; empty where jupyter-lsp does
   *   not know it
   * @param {string} path the notebook's in Jupyter
   * @param {string} window a word unique to the browser window
   */
  constructor(rootURI, path, window) {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    this.#base = rootURI === '' ? `jupyter:/${encoded}` : `${rootURI.replace(/\/$/, '')}/${encoded}`;
    this.#window = window;
  }

  /** The names of a copy of the notebook, for what is tried. */
  get trial() {
    const names = new DocumentNames('', '', `${this.#window}-trial`);
    names.#base = this.#base;
    return names;
  }

  /** A text of its own kind, of this window alone. */
  get script() {
    return `untitled:kale-tags-${this.#window}.py`;
  }

  get notebook() {
    return `${this.#base}#${this.#window}`;
  }

  /**
   * A cell that becomes Markdown is another document than the code that it was, so the type is part of the
   * name.
   */
  cell(id, type) {
    return `${this.#base}#${this.#window}/${type}/${encodeURIComponent(id)}`;
  }
}
