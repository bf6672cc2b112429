'use strict';

/** JSON-RPC over two streams, with the framing of LSP. */
class Connection {
  /**
   * @param {NodeJS.ReadableStream} input
   * @param {NodeJS.WritableStream} output
   * @param {Map<string, (params: any) => any>} handlers of requests and notifications, by method
   */
  constructor(input, output, handlers) {
    Object.assign(this, { output, handlers, pending: new Map(), ids: 0, buffer: Buffer.alloc(0) });
    input.on('data', (data) => this.received(data));
  }

  request(method, params) {
    const id = ++this.ids;
    this.send({ id, method, params });
    return new Promise((resolve, reject) => this.pending.set(id, { resolve, reject }));
  }

  notify(method, params) {
    this.send({ method, params });
  }

  send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    this.output.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  received(data) {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (;;) {
      const end = this.buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.buffer.toString('latin1', 0, end))[1]);
      if (this.buffer.length < end + 4 + length) return;
      const body = this.buffer.toString('utf8', end + 4, end + 4 + length);
      this.buffer = this.buffer.subarray(end + 4 + length);
      void this.handle(JSON.parse(body));
    }
  }

  async handle({ id, method, params, result, error }) {
    if (method === undefined) {
      const { resolve, reject } = this.pending.get(id);
      this.pending.delete(id);
      if (error === undefined) resolve(result);
      else reject(Object.assign(new Error(error.message), { code: error.code }));
      return;
    }
    const handler = this.handlers.get(method);
    if (id === undefined) {
      handler?.(params);
      return;
    }
    if (handler === undefined) this.send({ id, error: { code: -32601, message: `no method ${method}` } });
    else this.send({ id, result: await handler(params) });
  }
}

module.exports = { Connection };
