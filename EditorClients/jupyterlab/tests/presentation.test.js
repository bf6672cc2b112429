import assert from 'node:assert/strict';
import { test } from 'node:test';

import { actionGroups } from '../labextension/static/notebook/actionGroups.js';
import { captions } from '../labextension/static/notebook/caption.js';
import { countInWords } from '../labextension/static/notebook/problems.js';

/** The captions of cells, in their order. */
function captionsOf(...cells) {
  const byCell = captions({
    cells: cells.map((cell, index) => ({ isContinuation: false, ...cell, uri: `${index}` }))
  });
  return cells.map((_, index) => byCell.get(`${index}`));
}

const step = {
  role: 'step',
  step: 'train',
  isContinuation: false,
  previous: ['load'],
  inputs: [{ name: 'df', from: 'load' }],
  outputs: ['model'],
  parameters: ['rate'],
  metrics: []
};

test("a step's first cell says what comes and goes", () => {
  const [{ kind, title, details }] = captionsOf(step);
  assert.deepEqual([kind, title], ['step', 'train']);
  assert.deepEqual(
    details.map(({ label, text, title }) => [label, text, title]),
    [
      ['after', 'load', 'Runs after load'],
      ['←', 'df', 'Uses df from load'],
      ['→', 'model', 'Passes model to other steps'],
      ['parameters', 'rate', 'Uses parameters rate']
    ]
  );
});

test('a cell that goes on with a step says only that, with a tag and without', () => {
  for (const { description, details } of captionsOf(step, { ...step, isContinuation: true }, step).slice(1)) {
    assert.deepEqual([description, details], ['Continues step train', []]);
  }
});

test('there are no captions without an outline', () => {
  assert.equal(captions(null).size, 0);
});

test('every role has a name, an unknown one its own', () => {
  const roles = ['imports', 'functions', 'pipeline-parameters', 'pipeline-metrics', 'skip', 'none', 'new'];
  const titles = captionsOf(...roles.map(role => ({ role }))).map(({ title }) => title);
  assert.deepEqual(titles, ['imports', 'functions', 'parameters', 'metrics', 'skipped', 'no step', 'new']);
});

test('problems are counted in words', () => {
  const problems = [1, 2, 1, 4].map(severity => ({ severity }));
  assert.equal(countInWords(problems), '2 errors, 1 warning, 1 hint');
  assert.equal(countInWords([]), '');
});

test('a menu has fixes first, the preferred one on top, and the whole notebook last', () => {
  const actions = [
    { title: 'all', kind: 'source.fixAll.kale' },
    { title: 'second', kind: 'quickfix' },
    { title: 'skip', kind: 'refactor.rewrite' },
    { title: 'first', kind: 'quickfix', isPreferred: true }
  ];
  assert.deepEqual(
    actionGroups(actions).map(group => group.map(({ title }) => title)),
    [['first', 'second'], ['skip'], ['all']]
  );
});
