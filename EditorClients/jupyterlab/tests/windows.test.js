import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Windows } from '../labextension/static/protocol/windows.js';

/** jupyter-lsp's server: it starts with the first connection and ends with the last, and is numbered. */
class Session {
  connections = new Set();
  number = 0;

  connect(window) {
    if (this.connections.size === 0) this.number += 1;
    this.connections.add(window);
  }

  disconnect(window) {
    this.connections.delete(window);
  }
}

/** A channel between windows, each of which hears the others. */
function channels(count) {
  const all = Array.from({ length: count }, () => ({
    onmessage: null,
    postMessage(data) {
      for (const other of all) if (other !== this) setTimeout(() => other.onmessage({ data }), 1);
    }
  }));
  return all;
}

function windows(count) {
  const session = new Session();
  const all = channels(count).map((channel, index) => {
    session.connect(index);
    return new Windows(channel, `w${index}`, {
      release: async () => {
        await new Promise(resolve => setTimeout(resolve, 20 * index));
        session.disconnect(index);
      },
      reconnect: () => session.connect(index)
    });
  });
  return { session, all };
}

for (const count of [1, 2, 4]) {
  test(`a restart gives ${count} windows a new server`, async () => {
    const { session, all } = windows(count);
    await all[0].restart();
    await new Promise(resolve => setTimeout(resolve, 20));
    assert.deepEqual([session.number, session.connections.size], [2, count]);
  });
}

test('windows that restart at once, as when the server has died, get one new server', async () => {
  const { session, all } = windows(3);
  await Promise.all(all.map(each => each.restart()));
  await new Promise(resolve => setTimeout(resolve, 400));
  assert.deepEqual([session.number, session.connections.size], [2, 3]);
});

test('a window without a channel restarts alone', async () => {
  const done = [];
  const window = new Windows(null, 'w', {
    release: async () => done.push('released'),
    reconnect: () => done.push('connected')
  });
  await window.restart();
  assert.deepEqual(done, ['released', 'connected']);
});
