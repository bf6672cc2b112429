/** How long the other windows have to answer, in milliseconds. */
const ANSWER_TIME = 200;
/** How long they have to close their connections, in milliseconds. */
const RELEASE_TIME = 3000;
/** How long a window stays without a connection if the one that asked for it does not say that it is done. */
const RETURN_TIME = 6000;

/**
 * The windows of the browser that share a server.
 *
 * jupyter-lsp starts the server with the first connection and stops it with the last, whether it runs or has died. So
 * a new server needs all windows to disconnect at once. Windows of other browsers are out of reach; each of them
 * notices by itself that a server has died.
 */
export class Windows {
  #channel;
  #window;
  #release;
  #reconnect;
  /** While this window waits for others: those that have answered, and whether each has released the server. */
  #others = null;
  #returnTimer = null;

  /**
   * @param {BroadcastChannel | null} channel
   * @param {string} window a word unique to this window
   * @param {object} actions
   * @param {() => Promise<void>} actions.release closes this window's connection; the promise settles when it is
   *   closed
   * @param {() => void} actions.reconnect
   */
  constructor(channel, window, { release, reconnect }) {
    this.#channel = channel;
    this.#window = window;
    this.#release = release;
    this.#reconnect = reconnect;
    if (channel) channel.onmessage = ({ data }) => this.#receive(data);
  }

  /** Has every window disconnect, and then connect again: to a new server. */
  async restart() {
    if (this.#others !== null) return;
    const others = new Map();
    this.#others = others;
    this.#send({ kind: 'release' });
    await this.#released();
    await pause(ANSWER_TIME);
    const end = Date.now() + RELEASE_TIME;
    const isWaiting = () => this.#others === others && [...others.values()].includes(false);
    while (isWaiting() && Date.now() < end) await pause(50);
    if (this.#others !== others) return;
    this.#others = null;
    this.#send({ kind: 'return' });
    this.#reconnect();
  }

  async #receive({ kind, from, to }) {
    if (kind === 'release') await this.#follow(from);
    else if (kind === 'return') this.#return();
    else if (to === this.#window && this.#others !== null) this.#others.set(from, kind === 'released');
  }

  /**
   * Disconnects until another window says that it is done. Of windows that restart the server at once, as all do when it
   * has died, one leads.
   */
  async #follow(leader) {
    const isLeading = this.#others !== null && this.#window < leader;
    this.#send({ kind: 'releasing', to: leader });
    if (!isLeading) {
      this.#others = null;
      clearTimeout(this.#returnTimer);
      this.#returnTimer = setTimeout(() => this.#return(), RETURN_TIME);
    }
    await this.#released();
    this.#send({ kind: 'released', to: leader });
  }

  /** Closes the connection; one to a Jupyter server that is gone may take for ever to close. */
  #released() {
    return Promise.race([this.#release(), pause(RELEASE_TIME)]);
  }

  #return() {
    if (this.#returnTimer === null) return;
    clearTimeout(this.#returnTimer);
    this.#returnTimer = null;
    this.#reconnect();
  }

  #send(message) {
    this.#channel?.postMessage({ ...message, from: this.#window });
  }
}

function pause(milliseconds) {
  return new Promise(resolve => setTimeout(resolve, milliseconds));
}
