import assert from 'node:assert/strict';
import { test } from 'node:test';

import { DocumentNames } from '../labextension/static/notebook/documentNames.js';
import { keepEqual } from '../labextension/static/notebook/keepEqual.js';
import { Quiet } from '../labextension/static/notebook/quiet.js';
import { Signal } from '../labextension/static/notebook/signal.js';
import { Snapshots } from '../labextension/static/notebook/snapshot.js';
import { SharedNotebook } from './sharedModels.js';

test('it is quiet from the first tag of an ordinary notebook until it is ended', () => {
  const quiet = new Quiet();
  quiet.see(false);
  assert.ok(!quiet.isOn);
  quiet.see(true);
  assert.ok(quiet.isOn);
  assert.ok(quiet.end());
  quiet.see(true);
  assert.ok(!quiet.isOn && !quiet.end());
});

test('a notebook that has tags when it is opened is not quiet', () => {
  const quiet = new Quiet();
  quiet.see(true);
  assert.ok(!quiet.isOn);
});

test('it is quiet while a proposal is looked at', () => {
  const quiet = new Quiet();
  assert.ok(quiet.begin() && !quiet.begin() && quiet.isOn);
  assert.ok(quiet.end() && !quiet.isOn);
});

test('of an outline, what is the same stays the same object', () => {
  const outline = names => ({ isKaleNotebook: true, cells: names.map(step => ({ step, inputs: [] })) });
  const before = outline(['a', 'b']);
  assert.equal(keepEqual(before, outline(['a', 'b'])), before);
  const after = keepEqual(before, outline(['a', 'c']));
  assert.equal(after.cells[0], before.cells[0]);
  assert.equal(after.cells[1].step, 'c');
  assert.equal(keepEqual(null, before), before);
  assert.equal(keepEqual(before, null), null);
});

test('only cells that say they have changed are read again', () => {
  const shared = new SharedNotebook([{ source: 'a' }, { source: 'b' }]);
  let reads = 0;
  for (const cell of shared.cells) {
    cell.changed = new Signal();
    const { getSource } = cell;
    cell.getSource = () => {
      reads += 1;
      return getSource.call(cell);
    };
  }
  const snapshots = new Snapshots(shared, new DocumentNames('file:///home', 'x.ipynb', 'w'));
  const before = snapshots.take();
  assert.equal(reads, 2);
  shared.cells[1].source = 'bb';
  shared.cells[1].changed.emit();
  const after = snapshots.take();
  assert.equal(reads, 3);
  assert.equal(after.cells[0], before.cells[0]);
  assert.equal(after.cells[1].text, 'bb');
  snapshots.take();
  assert.equal(reads, 3);
});
