import { CLIENT_CAPABILITIES } from './capabilities.js';
import { Conversation, ErrorCode } from './jsonRPC.js';

/** How long to wait before each new try to connect or to restart, in milliseconds; the last holds for all that follow. */
const RETRY_DELAYS = [500, 2000, 5000, 15000];

/** How long the server may take to greet before we say that it does not run, in milliseconds. */
const GREETING_TIME = 15000;

/** How often we look whether the server lives, in milliseconds. */
const PULSE = 3000;

/** How many times in a row it may be silent after we have asked it something. */
const MOST_MISSED = 5;

const STOPPED = 'kale-lsp has stopped. Restarting it.';

/** After how many looks a server is no longer one that has just been restarted. */
const LONG_LIFE = 20;

/**
 * The language server behind a web socket of jupyter-lsp: connects, greets, connects again when the socket
 * closes.
 *
 * jupyter-lsp starts the server with the first window that connects and ends it with the last that goes. A
 * window that is not the first finds a server that has been greeted already, which is as good.
 *
 * jupyter-lsp does not notice that a server has died, and keeps its connections open. The program that starts the server
 * (`kale_lsp/jupyter.py`) says so with `kale/ended`. A server that hangs says nothing, so a silent one is asked something
 * from time to time.
 */
export class LanguageServer {
  /** `connecting`, `ready` or `unavailable`. */
  state = 'connecting';
  /** Why it is unavailable. */
  reason = null;
  /** The commands of `workspace/executeCommand`; null where another window got to know them. */
  commands = null;
  #openSocket;
  #options;
  #conversation = null;
  #socket = null;
  #attempt = 0;
  /** How many there have been: a late answer to one of an earlier conversation is not to pass for another's. */
  #conversations = 0;
  #retry = null;
  #isClosed = false;
  /** Whether the connection is closed for a new server; what waits for that. */
  #released = null;
  /** How many servers in a row have died soon. */
  #deaths = 0;
  #pulse = null;
  #hasHeard = false;
  #isAsking = false;
  #missed = 0;

  /**
   * @param {() => WebSocket} openSocket
   * @param {object} options
   * @param {string} options.window a word unique to the browser window
   * @param {string} options.rootURI of the folder that Jupyter serves, empty where it is not known
   * @param {string} options.version of this client
   * @param {(conversation: Conversation) => void} options.prepare is given each new conversation, to add
   *   its handlers
   * @param {() => void} options.stateChanged
   * @param {() => void} options.died is called when the server no longer answers
   */
  constructor(openSocket, options) {
    this.#openSocket = openSocket;
    this.#options = options;
  }

  connect() {
    if (this.#conversation !== null) return;
    this.#isClosed = false;
    this.#released = null;
    clearTimeout(this.#retry);
    this.#setState('connecting');
    const socket = this.#openSocket();
    const conversation = new Conversation(
      text => socket.send(text),
      `${this.#options.window}/${this.#conversations++}`
    );
    this.#attempt += 1;
    this.#socket = socket;
    this.#conversation = conversation;
    this.#options.prepare(conversation);
    conversation.onNotification('kale/ended', () => this.#abandon(conversation, STOPPED));
    socket.onopen = () => this.#greet(conversation);
    socket.onmessage = ({ data }) => {
      this.#hasHeard = true;
      conversation.receive(data);
    };
    socket.onclose = () => this.#disconnected(conversation);
  }

  /** Says why there is nothing to connect to. */
  giveUp(reason) {
    this.#setState('unavailable', reason);
  }

  /** Ends the connection for good. */
  close() {
    this.#isClosed = true;
    clearTimeout(this.#retry);
    clearInterval(this.#pulse);
    this.#socket?.close();
  }

  /**
   * Ends the connection until `connect` is called.
   *
   * @returns {Promise<void>} settles when it has ended: before that, jupyter-lsp keeps the server
   */
  release() {
    clearTimeout(this.#retry);
    this.#attempt = 0;
    if (this.#released !== null) return this.#released.promise;
    this.#released = withResolvers();
    if (this.#conversation === null) this.#released.resolve();
    else this.#socket.close();
    return this.#released.promise;
  }

  notify(method, params) {
    if (this.state === 'ready') this.#conversation.notify(method, params);
  }

  /** @returns {Promise<any>} */
  request(method, params, options) {
    if (this.state === 'ready') return this.#conversation.request(method, params, options);
    return Promise.reject(new Error(this.reason ?? 'kale-lsp is not connected yet.'));
  }

  /** Whether the server has a command, as far as we know. */
  hasCommand(name) {
    return this.state === 'ready' && (this.commands === null || this.commands.includes(name));
  }

  async #greet(conversation) {
    const timer = setTimeout(() => this.#abandon(conversation, 'kale-lsp does not respond.'), GREETING_TIME);
    try {
      const result = await conversation.request('initialize', {
        processId: null,
        clientInfo: { name: 'JupyterLab kale-lsp', version: this.#options.version },
        rootUri: this.#options.rootURI || null,
        capabilities: CLIENT_CAPABILITIES
      });
      this.commands = result.capabilities.executeCommandProvider?.commands ?? [];
      conversation.notify('initialized', {});
    } catch (error) {
      if (error.code !== ErrorCode.invalidRequest) {
        this.#fail(conversation, error.message);
        return;
      }
      this.commands = null;
    } finally {
      clearTimeout(timer);
    }
    if (conversation !== this.#conversation) return;
    this.#attempt = 0;
    this.#setState('ready');
    this.#watch(conversation);
  }

  /** Asks a silent server for something that costs it nothing, and gives it up if it does not answer. */
  #watch(conversation) {
    clearInterval(this.#pulse);
    this.#isAsking = false;
    this.#missed = 0;
    let looks = 0;
    this.#pulse = setInterval(() => {
      if (conversation !== this.#conversation || this.state !== 'ready') return;
      looks += 1;
      if (looks === LONG_LIFE) this.#deaths = 0;
      if (this.#hasHeard) {
        this.#hasHeard = false;
        this.#isAsking = false;
        this.#missed = 0;
        return;
      }
      if (!this.#isAsking) {
        this.#isAsking = true;
        conversation.request('kale/outline', { uri: 'jupyter:/' }).catch(() => {});
        return;
      }
      this.#missed += 1;
      if (this.#missed >= MOST_MISSED) this.#abandon(conversation, STOPPED);
    }, PULSE);
  }

  /** Gives up a server that has ended or does not answer. One that ends again and again is restarted ever later. */
  #abandon(conversation, reason) {
    if (conversation !== this.#conversation || this.state === 'unavailable') return;
    clearInterval(this.#pulse);
    this.#fail(conversation, reason);
    conversation.close(reason);
    if (this.#deaths === 0) this.#options.died();
    else this.#retry = setTimeout(this.#options.died, delayOf(this.#deaths));
    this.#deaths += 1;
  }

  #fail(conversation, reason) {
    if (conversation === this.#conversation) this.#setState('unavailable', reason);
  }

  #disconnected(conversation) {
    if (conversation === null || conversation !== this.#conversation) return;
    this.#conversation = null;
    clearTimeout(this.#retry);
    clearInterval(this.#pulse);
    conversation.close('The connection to kale-lsp was lost.');
    if (this.#isClosed) return;
    if (this.#released !== null) {
      this.#setState('unavailable', 'kale-lsp is restarting.');
      this.#released.resolve();
      return;
    }
    this.#setState('unavailable', 'The connection to kale-lsp was lost. Reconnecting.');
    this.#retry = setTimeout(() => this.connect(), delayOf(this.#attempt));
  }

  #setState(state, reason = null) {
    this.state = state;
    this.reason = reason;
    this.#options.stateChanged();
  }
}

/** How long to wait before a new try. */
function delayOf(attempt) {
  return RETRY_DELAYS[Math.min(Math.max(attempt, 1), RETRY_DELAYS.length) - 1];
}

function withResolvers() {
  const result = {};
  result.promise = new Promise((resolve, reject) => Object.assign(result, { resolve, reject }));
  return result;
}
