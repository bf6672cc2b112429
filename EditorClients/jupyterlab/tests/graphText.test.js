import assert from 'node:assert/strict';
import { test } from 'node:test';

import { linesOfLabel, linesOfName } from '../labextension/static/notebook/graphText.js';

test('the name of a step is broken after underscores, and nothing of it is left out', () => {
  assert.deepEqual(linesOfName('load'), ['load']);
  assert.deepEqual(linesOfName('evaluate_the_model_on_the_holdout_set'), ['evaluate_the_model_on_the_', 'holdout_set']);
  assert.deepEqual(linesOfName('__a'), ['__a']);
  const word = 'x'.repeat(60);
  assert.deepEqual(linesOfName(word).map(({ length }) => length), [26, 26, 8]);
});

test('names that a step passes on are in several lines rather than cut', () => {
  assert.deepEqual(linesOfLabel([]), []);
  assert.deepEqual(linesOfLabel(['df']), ['df']);
  assert.deepEqual(linesOfLabel(['training_houses', 'testing_houses']), ['training_houses,', 'testing_houses']);
  const name = 'the_predictions_of_the_second_model';
  assert.equal(linesOfLabel([name]).join(''), name);
});

test('the last line counts the names that there is no room for', () => {
  const names = ['training_houses', 'testing_houses', 'training_prices', 'testing_prices', 'seed'];
  assert.deepEqual(linesOfLabel(names), ['training_houses,', 'testing_houses, 3 more']);
  assert.deepEqual(linesOfLabel(Array.from({ length: 1000 }, () => 'df')).at(-1), 'df, df, df, 987 more');
});
