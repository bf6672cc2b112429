import { element } from './element.js';

/** How many pieces of output are kept. */
const MOST_PIECES = 5000;

/** What the runs of one notebook have printed: in the panel, and in a tab if the user wants to see it there. */
export class RunOutput {
  /** The view in the panel, where lines wrap. */
  node = pre('kale-Panel-output');
  /** The view in the tab that was opened last; null without one. */
  #tab = null;
  #count = 0;
  /** What was printed last. */
  #last = '';

  /** Whether there was no run. */
  get isEmpty() {
    return this.#count === 0;
  }

  /** Begins the output of a new run below that of the runs before. */
  start(title, time = new Date()) {
    this.#count += 1;
    this.#last = '';
    const clock = time.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
    this.#append(() => element('span.kale-Run-title', {}, `${title}, ${clock}\n`), true);
  }

  add(text) {
    // The server prints why a run has failed, and answers it.
    if (text.trim() !== '' && text.trim() === this.#last) return;
    this.#last = text.trim();
    this.#append(() => (text.endsWith('\n') ? text : `${text}\n`));
  }

  /**
   * Makes a view for a tab, where lines do not wrap. It also shows what is printed later.
   *
   * @param {(view: HTMLElement) => void} show puts it where it is seen
   */
  open(show) {
    this.#tab = pre('kale-File', 'kale-Run-tab');
    this.#tab.append(...[...this.node.childNodes].map(node => node.cloneNode(true)));
    show(this.#tab);
    // A tab gets its size with the next frame.
    requestAnimationFrame(() => scrollToEnd(this.#tab));
  }

  #append(make, isFollowed = false) {
    if (this.#tab?.isConnected === false) this.#tab = null;
    for (const view of [this.node, this.#tab]) {
      if (view !== null) append(view, make(), isFollowed);
    }
  }
}

function pre(...classes) {
  const properties = { tabIndex: 0, role: 'region', ariaLabel: 'Output of the runs' };
  return element(['pre', ...classes].join('.'), properties);
}

/** Adds to a view, which follows what is added if its end is in sight. */
function append(view, content, isFollowed) {
  const isAtEnd = view.scrollHeight - view.scrollTop - view.clientHeight < 20;
  view.append(content);
  while (view.childNodes.length > MOST_PIECES) view.firstChild.remove();
  if (isFollowed || isAtEnd) scrollToEnd(view);
}

function scrollToEnd(view) {
  view.scrollTop = view.scrollHeight;
}
