import assert from 'node:assert/strict';
import { test } from 'node:test';

import { Conversation, NOT_OURS, ResponseError } from '../labextension/static/protocol/jsonRPC.js';

function conversation() {
  const sent = [];
  const own = new Conversation(text => sent.push(JSON.parse(text)), 'w1');
  return { own, sent, receive: message => own.receive(JSON.stringify({ jsonrpc: '2.0', ...message })) };
}

test('a request gets its answer and not that of another window', async () => {
  const { own, sent, receive } = conversation();
  const answer = own.request('kale/outline', { uri: 'x' });
  receive({ id: 'w2:1', result: 'theirs' });
  receive({ id: sent[0].id, result: 'ours' });
  assert.equal(await answer, 'ours');
  assert.deepEqual(sent[0], { jsonrpc: '2.0', id: 'w1:1', method: 'kale/outline', params: { uri: 'x' } });
});

test('an error is thrown with its code', async () => {
  const { own, receive } = conversation();
  const answer = own.request('x');
  receive({ id: 'w1:1', error: { code: -32601, message: 'No such method' } });
  await assert.rejects(answer, error => error instanceof ResponseError && error.code === -32601);
});

test('aborting a request cancels it at the server', () => {
  const { own, sent } = conversation();
  const controller = new AbortController();
  own.request('x', {}, { signal: controller.signal });
  controller.abort();
  assert.deepEqual(sent[1], { jsonrpc: '2.0', method: '$/cancelRequest', params: { id: 'w1:1' } });
});

test('requests are answered, those of other windows left to them, unknown ones refused', async () => {
  const { own, sent, receive } = conversation();
  own.onRequest('ours', params => params.value);
  own.onRequest('theirs', () => NOT_OURS);
  own.onRequest('broken', () => {
    throw new Error('It broke.');
  });
  for (const [id, method] of ['ours', 'theirs', 'broken', 'unknown'].entries())
    receive({ id, method, params: { value: 7 } });
  await new Promise(setImmediate);
  assert.deepEqual(sent.map(({ id, result, error }) => [id, result ?? error.code]).sort(), [
    [0, 7],
    [2, -32603],
    [3, -32601]
  ]);
});

test('notifications reach their handler, and what is no message is passed over', () => {
  const { own, receive } = conversation();
  const seen = [];
  own.onNotification('kale/outlineChanged', params => seen.push(params.uri));
  receive({ method: 'kale/outlineChanged', params: { uri: 'x' } });
  receive({ method: 'other' });
  for (const text of ['{', 'null', '3', '{}', '{"id":"w1:9"}']) own.receive(text);
  assert.deepEqual(seen, ['x']);
});

test('closing fails what waits', async () => {
  const { own } = conversation();
  const answer = own.request('x');
  own.close('Gone.');
  await assert.rejects(answer, /Gone/);
});
