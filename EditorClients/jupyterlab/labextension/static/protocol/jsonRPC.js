/**
 * JSON-RPC over a channel of whole messages.
 *
 * jupyter-lsp hands every message of a server to every browser window that is connected to it: answers to
 * others' requests, and requests that another window is to answer. So ids are unique to the conversation,
 * what carries an unknown one is passed over, and a handler may leave a request to others (`NOT_OURS`).
 */

/** What a request handler returns where another window is to answer. */
export const NOT_OURS = Symbol('not ours');

export const ErrorCode = {
  methodNotFound: -32601,
  invalidRequest: -32600,
  internalError: -32603,
  requestCancelled: -32800,
  requestFailed: -32803,
  contentModified: -32801
};

/** An error that the other side answered, or that we are to answer. */
export class ResponseError extends Error {
  constructor(code, message, data) {
    super(message);
    this.name = 'ResponseError';
    this.code = code;
    this.data = data;
  }
}

export class Conversation {
  #send;
  #prefix;
  #count = 0;
  #pending = new Map();
  #requestHandlers = new Map();
  #notificationHandlers = new Map();

  /**
   * @param {(text: string) => void} send puts a message on the channel
   * @param {string} prefix of the ids, unique to this conversation
   */
  constructor(send, prefix) {
    this.#send = send;
    this.#prefix = prefix;
  }

  /** @param {(params: any) => any} handler gives the result, or a promise of it; throws a `ResponseError` */
  onRequest(method, handler) {
    this.#requestHandlers.set(method, handler);
  }

  onNotification(method, handler) {
    this.#notificationHandlers.set(method, handler);
  }

  notify(method, params) {
    this.#write({ method, params });
  }

  /**
   * @param {{signal?: AbortSignal}} options the signal cancels the request at the server; the promise
   *   settles by its answer
   * @returns {Promise<any>} the result
   */
  request(method, params, { signal } = {}) {
    const id = `${this.#prefix}:${++this.#count}`;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#write({ id, method, params });
      signal?.addEventListener('abort', () => {
        if (this.#pending.has(id)) this.notify('$/cancelRequest', { id });
      });
    });
  }

  /** Takes a message that has come. What is no message of the protocol is passed over. */
  receive(text) {
    let message;
    try {
      message = JSON.parse(text);
    } catch {
      return;
    }
    if (message === null || typeof message !== 'object') return;
    if (typeof message.method !== 'string') this.#receiveAnswer(message);
    else if (message.id === undefined) this.#notificationHandlers.get(message.method)?.(message.params);
    else this.#receiveRequest(message);
  }

  /** Fails everything that waits for an answer. */
  close(reason) {
    for (const { reject } of this.#pending.values()) reject(new Error(reason));
    this.#pending.clear();
  }

  #receiveAnswer({ id, result, error }) {
    const waiting = this.#pending.get(id);
    if (waiting === undefined) return;
    this.#pending.delete(id);
    if (error) waiting.reject(new ResponseError(error.code, error.message, error.data));
    else waiting.resolve(result ?? null);
  }

  async #receiveRequest({ id, method, params }) {
    const handler = this.#requestHandlers.get(method);
    try {
      if (handler === undefined) {
        throw new ResponseError(ErrorCode.methodNotFound, `This client does not support ${method}.`);
      }
      const result = await handler(params);
      if (result !== NOT_OURS) this.#write({ id, result: result ?? null });
    } catch (error) {
      const code = error instanceof ResponseError ? error.code : ErrorCode.internalError;
      this.#write({ id, error: { code, message: error.message } });
    }
  }

  #write(message) {
    this.#send(JSON.stringify({ jsonrpc: '2.0', ...message }));
  }
}
