import assert from 'node:assert/strict';
import { test } from 'node:test';

import { undoingMetadata } from '../labextension/static/notebook/undoMetadata.js';

/** As much of Yjs's undo manager as decides what is captured. */
class UndoManager {
  scope = ['cells'];
  captured = [];
  captureTransaction = () => true;

  addToScope(types) {
    this.scope.push(...types);
  }

  transaction(origin, ...changed) {
    const transaction = { origin, changedParentTypes: new Set(changed) };
    const isInScope = this.scope.some(type => changed.includes(type));
    if (isInScope && this.captureTransaction(transaction)) this.captured.push(changed);
  }
}

test('edits of the metadata are undone, and what others write into it is not', () => {
  const undoManager = new UndoManager();
  const sharedModel = { undoManager, ymeta: 'metadata' };
  const written = () => undoManager.transaction('kernel', 'metadata');
  undoingMetadata(sharedModel, () => undoManager.transaction('us', 'metadata'));
  written();
  undoManager.transaction('user', 'cells');
  undoManager.transaction(undoManager, 'metadata');
  undoingMetadata(sharedModel, () => undoManager.transaction('us', 'cells', 'metadata'));
  written();
  assert.deepEqual(undoManager.captured, [['metadata'], ['cells'], ['metadata'], ['cells', 'metadata']]);
  assert.deepEqual(undoManager.scope, ['cells', 'metadata']);
});

test('an edit is made also where metadata cannot be undone', () => {
  for (const sharedModel of [{}, { undoManager: {} }, { undoManager: new UndoManager() }]) {
    let isMade = false;
    undoingMetadata(sharedModel, () => {
      isMade = true;
    });
    assert.ok(isMade);
  }
});
