import { graphContent } from '../notebook/graphContent.js';
import { ErrorCode } from '../protocol/jsonRPC.js';
import { element } from './element.js';
import { graphPicture } from './graphPicture.js';
import { roving } from './roving.js';

/** Smaller than this, names cannot be read: then the picture scrolls. */
const LEAST_FIT = 0.7;
/** The largest height of the frame that the user has not chosen, and what stands in it besides the picture. */
const MOST_HEIGHT = 400;
const FRAME = 38;
const LEAST_SCALE = 0.2;
const MOST_SCALE = 3;

/**
 * The pipeline of a notebook as a graph: a box for each step in the colour of its cells, which leads to them, and
 * arrows with the data between them. It is dragged to move it; buttons and the wheel with Ctrl make it larger and
 * smaller.
 */
export class PipelineGraph {
  node = element('div.kale-Graph');
  #view = element('div.kale-Graph-view');
  #tools = element('div.kale-Graph-tools', { role: 'toolbar', ariaLabel: 'View of the graph' });
  #kale;
  #notebook = null;
  /** The graph as the server gave it, as text, and the notebook that it is of. */
  #text = null;
  #graph = null;
  #drawn = null;
  #scale = null;
  /** The height that was given to the frame; another is the user's choice. */
  #height = '';
  #updateTabs = roving(this.#view, '.kale-Graph-node');

  constructor(kale) {
    this.#kale = kale;
    const button = (text, label, action) => {
      const node = element('button.jp-Button.kale-Graph-tool', {
        type: 'button',
        textContent: text,
        title: label,
        ariaLabel: label
      });
      node.addEventListener('click', action);
      return node;
    };
    this.#tools.append(
      button('+', 'Zoom In', () => this.#zoom(1.25)),
      button('−', 'Zoom Out', () => this.#zoom(0.8)),
      button('Fit', 'Fit to the Panel', () => this.#fit())
    );
    roving(this.#tools, 'button')();
    this.node.append(this.#tools, this.#view);
    this.#view.addEventListener(
      'wheel',
      event => {
        if (!event.ctrlKey && !event.metaKey) return;
        event.preventDefault();
        this.#zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
      },
      { passive: false }
    );
    this.#makeDraggable();
  }

  /** Shows the pipeline as it is now; nothing for null. */
  async show(notebook) {
    if (notebook !== this.#notebook) this.#scale = null;
    this.#notebook = notebook;
    if (notebook === null || notebook.outline === null) {
      this.#clear('');
      return;
    }
    if (this.#graph?.notebook === notebook) this.#draw();
    if (this.#graph?.outline === notebook.outline && this.#graph.notebook === notebook) return;
    const { outline } = notebook;
    try {
      const { text } = await notebook.execute('kale.graph', [{ uri: notebook.uri, format: 'json' }]);
      if (notebook !== this.#notebook || notebook.outline === null) return;
      this.#graph = { notebook, outline, ...JSON.parse(text) };
      this.#draw();
    } catch (error) {
      if (error.code !== ErrorCode.contentModified && notebook === this.#notebook) this.#clear(error.message);
    }
  }

  #clear(text) {
    this.#graph = null;
    this.#drawn = null;
    this.#say(text);
  }

  /** Shows a text in place of the picture, which the tools would cover. */
  #say(text) {
    this.#tools.hidden = true;
    this.#view.replaceChildren(text);
  }

  #draw() {
    const notebook = this.#notebook;
    const content = graphContent(notebook, this.#graph);
    const drawn = JSON.stringify(content);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    if (content.steps.length === 0) {
      this.#say('The notebook has no steps yet.');
      return;
    }
    const hadFocus = this.#view.contains(document.activeElement)
      ? document.activeElement.dataset?.step
      : undefined;
    const go = name => {
      const uri = notebook.firstCellOf(name);
      if (uri !== undefined) this.#kale.reveal(uri, { line: 0, character: 0 });
    };
    this.#tools.hidden = false;
    this.#view.replaceChildren(graphPicture(content, go));
    this.#updateTabs();
    if (this.#scale === null) this.#fit();
    else this.#resize();
    if (hadFocus !== undefined) {
      [...this.#view.querySelectorAll('.kale-Graph-node')]
        .find(node => node.dataset.step === hadFocus)
        ?.focus({ preventScroll: true });
    }
  }

  #zoom(factor) {
    const [x, y] = [
      (this.#view.scrollLeft + this.#view.clientWidth / 2) / (this.#scale ?? 1),
      (this.#view.scrollTop + this.#view.clientHeight / 2) / (this.#scale ?? 1)
    ];
    this.#scale = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, (this.#scale ?? 1) * factor));
    this.#resize();
    this.#view.scrollLeft = x * this.#scale - this.#view.clientWidth / 2;
    this.#view.scrollTop = y * this.#scale - this.#view.clientHeight / 2;
  }

  #fit() {
    const picture = this.#view.querySelector('.kale-Graph-picture');
    const room = this.#view.clientWidth - 4;
    if (picture === null || room <= 0) return;
    this.#scale = Math.min(1, Math.max(LEAST_FIT, room / Number(picture.dataset.width)));
    this.#resize();
    const first = picture.querySelector('.kale-Graph-node rect');
    const middle = Number(first.getAttribute('x')) + Number(first.getAttribute('width')) / 2;
    this.#view.scrollLeft = middle * this.#scale - this.#view.clientWidth / 2;
    this.#view.scrollTop = 0;
    if (this.#view.style.height !== this.#height) return;
    const height = Math.min(MOST_HEIGHT, Number(picture.dataset.height) * this.#scale + FRAME);
    this.#view.style.height = `${height}px`;
    this.#height = this.#view.style.height;
  }

  #resize() {
    const picture = this.#view.querySelector('.kale-Graph-picture');
    if (picture === null) return;
    picture.setAttribute('width', Number(picture.dataset.width) * this.#scale);
    picture.setAttribute('height', Number(picture.dataset.height) * this.#scale);
  }

  /** A drag moves the picture; a click without one goes through to the boxes. */
  #makeDraggable() {
    let start = null;
    const view = this.#view;
    view.addEventListener('pointerdown', event => {
      if (event.button !== 0) return;
      start = { x: event.clientX, y: event.clientY, left: view.scrollLeft, top: view.scrollTop, moved: false };
    });
    view.addEventListener('pointermove', event => {
      if (start === null || event.buttons === 0) return;
      const [x, y] = [event.clientX - start.x, event.clientY - start.y];
      if (!start.moved && Math.hypot(x, y) < 5) return;
      if (!start.moved) view.setPointerCapture(event.pointerId);
      start.moved = true;
      view.scrollLeft = start.left - x;
      view.scrollTop = start.top - y;
    });
    view.addEventListener(
      'click',
      event => {
        if (start?.moved) event.stopPropagation();
        start = null;
      },
      { capture: true }
    );
  }
}
