import assert from 'node:assert/strict';
import { afterEach, mock, test } from 'node:test';

import { LanguageServer } from '../labextension/static/protocol/languageServer.js';

const settled = () => new Promise(setImmediate);

/** A web socket whose server answers `initialize` with a message. */
class Socket {
  constructor(answer) {
    this.answer = answer;
    this.sent = [];
    queueMicrotask(() => this.onopen());
  }

  send(text) {
    const message = JSON.parse(text);
    this.sent.push(message.method);
    if (this.isDead) return;
    if (message.method === 'kale/outline') this.onmessage({ data: JSON.stringify({ id: message.id, result: null }) });
    if (message.method === 'initialize' && this.answer)
      this.onmessage({ data: JSON.stringify({ id: message.id, ...this.answer }) });
  }

  close() {
    this.onclose();
  }
}

/** Ends what looks after a server. */
let close = () => {};
afterEach(() => close());

function connected(...answers) {
  const sockets = [];
  const states = [];
  const deaths = [];
  const server = new LanguageServer(
    () => {
      const socket = new Socket(answers[Math.min(sockets.length, answers.length - 1)]);
      sockets.push(socket);
      return socket;
    },
    {
      window: 'w',
      rootURI: 'file:///home',
      version: '4',
      prepare() {},
      stateChanged: () => states.push(server.state),
      died: () => deaths.push(server.reason)
    }
  );
  close = () => server.close();
  server.connect();
  return { server, sockets, states, deaths };
}

const GREETING = { result: { capabilities: { executeCommandProvider: { commands: ['kale.compile'] } } } };
const GREETED_ALREADY = { error: { code: -32600, message: 'The server has been initialized already.' } };

test('a new server is greeted and tells its commands', async () => {
  const { server, sockets, states } = connected(GREETING);
  await settled();
  assert.deepEqual(sockets[0].sent, ['initialize', 'initialized']);
  assert.deepEqual(states, ['connecting', 'ready']);
  assert.ok(server.hasCommand('kale.compile'));
  assert.ok(!server.hasCommand('kale.run'));
});

test('a server that another window has greeted is as good', async () => {
  const { server, sockets } = connected(GREETED_ALREADY);
  await settled();
  assert.equal(server.state, 'ready');
  assert.deepEqual(sockets[0].sent, ['initialize']);
  assert.ok(server.hasCommand('kale.run'));
});

test('another error is told', async () => {
  const { server } = connected({ error: { code: -32603, message: 'It broke.' } });
  await settled();
  assert.deepEqual([server.state, server.reason], ['unavailable', 'It broke.']);
  await assert.rejects(server.request('x'), /It broke/);
});

test('a lost connection is made again, and one that was closed is not', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  try {
    const { server, sockets } = connected(GREETING);
    await settled();
    sockets[0].close();
    assert.equal(server.state, 'unavailable');
    mock.timers.tick(500);
    await settled();
    assert.equal(server.state, 'ready');
    server.close();
    mock.timers.tick(60000);
    assert.equal(sockets.length, 2);
  } finally {
    mock.timers.reset();
  }
});

test('a released connection is closed until it is made again', async () => {
  const { server, sockets } = connected(GREETING);
  await settled();
  await server.release();
  assert.deepEqual([server.state, sockets.length], ['unavailable', 1]);
  server.connect();
  server.connect();
  await settled();
  assert.deepEqual([server.state, sockets.length], ['ready', 2]);
});

const ENDED = JSON.stringify({ jsonrpc: '2.0', method: 'kale/ended' });

test('what waits for an answer of a server that has ended fails at once', async () => {
  const { server, sockets, deaths } = connected(GREETING);
  await settled();
  const asked = server.request('textDocument/hover', {});
  sockets[0].onmessage({ data: ENDED });
  await assert.rejects(asked, /kale-lsp has stopped/);
  assert.equal(server.state, 'unavailable');
  assert.deepEqual(deaths, ['kale-lsp has stopped. Restarting it.']);
});

test('a server that ends again and again is restarted ever later, and at once after a while', async () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  try {
    const { server, sockets, deaths } = connected(GREETING);
    const end = async () => {
      await settled();
      sockets.at(-1).onmessage({ data: ENDED });
    };
    const restart = async () => {
      await server.release();
      server.connect();
      await settled();
    };
    await end();
    await restart();
    for (const [count, delay] of [500, 2000, 5000, 15000, 15000].entries()) {
      await end();
      mock.timers.tick(delay - 1);
      assert.equal(deaths.length, count + 1);
      mock.timers.tick(1);
      assert.equal(deaths.length, count + 2);
      await restart();
    }
    for (let second = 0; second < 60; second += 1) {
      mock.timers.tick(1000);
      await settled();
    }
    await end();
    assert.equal(deaths.length, 7);
  } finally {
    mock.timers.reset();
  }
});

/** jupyter-lsp keeps the connections to a server that hangs, and says nothing. */
test('a server that hangs is noticed, one that is busy for a while is not given up', async () => {
  mock.timers.enable({ apis: ['setTimeout', 'setInterval'] });
  const pass = async seconds => {
    for (let second = 0; second < seconds; second += 1) {
      mock.timers.tick(1000);
      await settled();
    }
  };
  try {
    const { server, sockets, deaths } = connected(GREETING);
    await settled();
    await pass(60);
    assert.deepEqual([server.state, deaths], ['ready', []]);
    sockets[0].isDead = true;
    await pass(12);
    sockets[0].isDead = false;
    sockets[0].onmessage({ data: '{"method":"window/logMessage","params":{}}' });
    await pass(60);
    assert.deepEqual([server.state, deaths], ['ready', []]);
    sockets[0].isDead = true;
    await pass(30);
    assert.equal(server.state, 'unavailable');
    assert.deepEqual(deaths, ['kale-lsp has stopped. Restarting it.']);
  } finally {
    mock.timers.reset();
  }
});
