import assert from 'node:assert/strict';
import { test } from 'node:test';

import { changedParameters, hasParameters } from '../labextension/static/view/runParameters.js';
import { scheduleArgument } from '../labextension/static/view/submit.js';

const parameters = [
  { name: 'epochs', type: 'int', default: 60 },
  { name: 'rate', type: 'float', default: 0.1 },
  { name: 'title', type: 'str', default: 'A line' },
  { name: 'noise', type: 'bool', default: true }
];

test('only what is not the default is passed, as text that the server reads', () => {
  assert.deepEqual(changedParameters(parameters, ['60', ' 0.1 ', 'A line', 'true']), {});
  const changed = { epochs: 'many', title: ' A line ', noise: 'false' };
  assert.deepEqual(changedParameters(parameters, ['many ', '0.1', ' A line ', 'false']), changed);
});

test('a pipeline has parameters if a cell of them has some', () => {
  const notebookOf = (...cells) => ({ outline: { cells } });
  assert.ok(hasParameters(notebookOf({ role: 'imports' }, { role: 'pipeline-parameters', parameters: ['rate'] })));
  const empty = { role: 'pipeline-parameters', parameters: [] };
  for (const notebook of [null, { outline: null }, notebookOf(empty), notebookOf({ role: 'step', parameters: ['rate'] })]) {
    assert.equal(hasParameters(notebook), false);
  }
});

test('a schedule is an interval, or a cron expression', () => {
  assert.deepEqual(scheduleArgument(''), {});
  for (const every of ['30m', '1h30m', '1D']) assert.deepEqual(scheduleArgument(every), { scheduleEvery: every });
  for (const cron of ['0 6 * * *', '@daily', 'tomorrow']) assert.deepEqual(scheduleArgument(cron), { schedule: cron });
});
