import assert from 'node:assert/strict';
import { test } from 'node:test';

import { placeLabels } from '../labextension/static/notebook/graphLabels.js';

const label = (x, ...lines) => ({ x, lines });

test('a label is in the middle of its arrow, and inside the picture', () => {
  const { count, places } = placeLabels([label(110, 'df'), label(0, 'rows')], 200);
  assert.deepEqual(places, [{ x: 110, line: 0 }, { x: 12.2, line: 0 }]);
  assert.equal(count, 1);
});

test('labels that would be written over each other take other lines', () => {
  const labels = [label(100, 'X_train,', 'y_train'), label(101, 'X_test, y_test'), label(102, 'best'), label(300, 'x', 'y')];
  const { count, places } = placeLabels(labels, 400);
  assert.deepEqual(places.map(({ line }) => line), [1, 0, 3, 0]);
  assert.equal(count, 4);
});

test('a label without room is not shown', () => {
  const labels = Array.from({ length: 20 }, () => label(100, 'a name'));
  const { count, places } = placeLabels(labels, 200);
  assert.deepEqual([count, places.filter(place => place === null).length], [12, 8]);
});

test('an arrow without a label takes no room', () => {
  assert.deepEqual(placeLabels([label(50), label(50, 'df')], 200), { count: 1, places: [null, { x: 50, line: 0 }] });
});
