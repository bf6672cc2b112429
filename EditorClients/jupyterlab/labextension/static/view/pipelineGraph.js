import { ErrorCode } from '../protocol/jsonRPC.js';
import { element } from './element.js';

/** The pipeline of a notebook, drawn by JupyterLab's Mermaid. */
export class PipelineGraph {
  node = element('div.kale-Graph');
  #mermaid;
  #kale;
  #notebook = null;
  #text = null;

  /** @param {object | null} mermaid JupyterLab's `IMermaidManager` */
  constructor(mermaid, kale) {
    this.#mermaid = mermaid;
    this.#kale = kale;
  }

  /** Shows the pipeline as it is now; nothing for null. */
  async show(notebook) {
    this.#notebook = notebook;
    if (notebook === null) {
      this.#draw('');
      return;
    }
    if (!this.#kale.server.hasCommand('kale.graph') || !this.#mermaid) {
      this.node.textContent = 'The pipeline graph cannot be drawn here.';
      return;
    }
    try {
      const { text } = await notebook.execute('kale.graph', [{ uri: notebook.uri, format: 'mermaid' }]);
      if (notebook === this.#notebook) await this.#draw(text);
    } catch (error) {
      if (error.code !== ErrorCode.contentModified) this.node.textContent = error.message;
    }
  }

  /** Draws the same again, in the colours of another theme. */
  redraw() {
    const text = this.#text;
    this.#text = null;
    if (text) this.#draw(text);
  }

  async #draw(text) {
    if (text === this.#text) return;
    this.#text = text;
    if (text === '') {
      this.node.replaceChildren();
      return;
    }
    const figure = await this.#mermaid.renderFigure(text);
    if (text === this.#text) this.node.replaceChildren(figure.cloneNode(true));
  }
}
