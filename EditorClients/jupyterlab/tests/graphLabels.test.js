import assert from 'node:assert/strict';
import { test } from 'node:test';

import { placeLabels } from '../labextension/static/notebook/graphLabels.js';

const arrow = (from, to, label) => ({ points: [{ x: from, y: 40 }, { x: to, y: 80 }], label });

test('a label is in the middle of its arrow, and inside the picture', () => {
  assert.deepEqual(placeLabels([arrow(100, 120, 'df'), arrow(0, 0, 'rows')], 200), [{ x: 110, y: 60 }, { x: 12.2, y: 60 }]);
});

test('labels that would be written over each other take other lines, as far as there are any', () => {
  const names = ['X_train, y_train', 'X_test, y_test', 'best', 'scaler'];
  const places = placeLabels(names.map((label, index) => arrow(100, 100 + index, label)), 300);
  assert.deepEqual(places.map(place => place?.y).toSorted(), [49, 60, 71, undefined]);
});

test('an arrow without a label takes no room', () => {
  assert.deepEqual(placeLabels([arrow(50, 50, ''), arrow(50, 50, 'df')], 200), [null, { x: 50, y: 60 }]);
});
