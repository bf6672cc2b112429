import { CLIENT_CAPABILITIES } from './capabilities.js';
import { Conversation, ErrorCode } from './jsonRPC.js';

/** How long to wait before each try to connect again, in milliseconds; the last holds for all that follow. */
const RETRY_DELAYS = [500, 2000, 5000, 15000];

/** How long the server may take to greet before we say that it does not run, in milliseconds. */
const GREETING_TIME = 15000;

/**
 * The language server behind a web socket of jupyter-lsp: connects, greets, connects again when the socket
 * closes.
 *
 * jupyter-lsp starts the server with the first window that connects and ends it with the last that goes. A
 * window that is not the first finds a server that has been greeted already, which is as good.
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
  #isRestarting = false;

  /**
   * @param {() => WebSocket} openSocket
   * @param {object} options
   * @param {string} options.window a word unique to the browser window
   * @param {string} options.rootURI of the folder that Jupyter serves, empty where it is not known
   * @param {string} options.version of this client
   * @param {(conversation: Conversation) => void} options.prepare is given each new conversation, to add
   *   its handlers
   * @param {() => void} options.stateChanged
   */
  constructor(openSocket, options) {
    this.#openSocket = openSocket;
    this.#options = options;
  }

  connect() {
    this.#isClosed = false;
    this.#isRestarting = false;
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
    socket.onopen = () => this.#greet(conversation);
    socket.onmessage = ({ data }) => conversation.receive(data);
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
    this.#socket?.close();
  }

  /**
   * Ends the connection and begins anew; where no other window is connected, that is a new server. The new
   * connection waits for the end of the old one: with both, jupyter-lsp would keep the server.
   */
  restart() {
    clearTimeout(this.#retry);
    this.#attempt = 0;
    this.#isRestarting = this.#conversation !== null;
    if (this.#isRestarting) this.#socket.close();
    else this.connect();
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
    const timer = setTimeout(() => this.#fail(conversation, 'kale-lsp does not respond.'), GREETING_TIME);
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
  }

  #fail(conversation, reason) {
    if (conversation === this.#conversation) this.#setState('unavailable', reason);
  }

  #disconnected(conversation) {
    if (conversation === null || conversation !== this.#conversation) return;
    this.#conversation = null;
    conversation.close('The connection to kale-lsp was lost.');
    if (this.#isClosed) return;
    if (this.#isRestarting) {
      this.connect();
      return;
    }
    this.#setState('unavailable', 'The connection to kale-lsp was lost. Reconnecting.');
    const delay = RETRY_DELAYS[Math.min(this.#attempt, RETRY_DELAYS.length) - 1] ?? RETRY_DELAYS[0];
    this.#retry = setTimeout(() => this.connect(), delay);
  }

  #setState(state, reason = null) {
    this.state = state;
    this.reason = reason;
    this.#options.stateChanged();
  }
}
