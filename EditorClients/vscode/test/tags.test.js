'use strict';

const assert = require('node:assert/strict');
const { test } = require('node:test');
const { problemOfStepName, tagsForPrevious, tagsForRole } = require('../src/logic/tags');

for (const [choice, tags, expected] of [
  [{ role: 'step', step: 'b' }, [], ['step:b']],
  [{ role: 'step', step: 'b' }, ['step:a', 'prev:x', 'limit:cpu:2', 'hide'], ['step:b', 'prev:x', 'limit:cpu:2']],
  [{ role: 'step', step: 'b' }, ['step:a', 'prev:b'], ['step:b']],
  [{ role: 'step', step: 'b' }, ['imports'], ['step:b']],
  [{ role: 'skip' }, ['step:a', 'prev:x'], ['skip']],
  [{ role: 'none' }, ['step:a', 'image:x'], []],
  [{ role: 'notebook', step: 'n' }, ['step:a', 'prev:x', 'image:y'], ['notebook:n', 'prev:x']],
]) {
  test(`${JSON.stringify(choice)} for ${JSON.stringify(tags)}`, () => {
    assert.deepEqual(tagsForRole(choice, tags), expected);
  });
}

test('previous steps are put behind the step, before its configuration', () => {
  assert.deepEqual(tagsForPrevious(['x', 'y'], ['cache:disabled', 'hide', 'prev:z', 'step:a']),
    ['step:a', 'prev:x', 'prev:y', 'cache:disabled']);
  assert.deepEqual(tagsForPrevious([], ['step:a', 'prev:z']), ['step:a']);
});

for (const name of ['train', '_x', 'a1_b']) {
  test(`${name} is a name for a step`, () => assert.equal(problemOfStepName(name), undefined));
}
for (const name of ['', 'Train', '1st', 'a-b', 'a b', 'skip', 'imports', '_tmp', 'pipeline-metrics', 'é']) {
  test(`${JSON.stringify(name)} is none`, () => assert.equal(typeof problemOfStepName(name), 'string'));
}
