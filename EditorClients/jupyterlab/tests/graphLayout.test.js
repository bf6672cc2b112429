import assert from 'node:assert/strict';
import { test } from 'node:test';

import { layOut } from '../labextension/static/notebook/graphLayout.js';

const box = (layout, name) => layout.boxes.find(each => each.name === name);

function assertNoOverlap({ boxes }) {
  for (const [index, a] of boxes.entries()) {
    for (const b of boxes.slice(index + 1)) {
      const isApart =
        a.x + a.width <= b.x || b.x + b.width <= a.x || a.y + a.height <= b.y || b.y + b.height <= a.y;
      assert.ok(isApart, `${a.name} and ${b.name} overlap`);
    }
  }
}

test('a step is below all that it runs after', () => {
  const edges = [
    ['load', 'clean'],
    ['load', 'plot'],
    ['clean', 'report'],
    ['plot', 'report'],
    ['load', 'report']
  ];
  const layout = layOut(['load', 'clean', 'plot', 'report'], edges);
  assertNoOverlap(layout);
  for (const [from, to] of edges) assert.ok(box(layout, from).y < box(layout, to).y);
  assert.equal(box(layout, 'clean').y, box(layout, 'plot').y);
  assert.equal(layout.arrows.length, edges.length);
});

test('five steps in a row keep their size in the panel of 240 pixels', () => {
  const names = ['load', 'prepare', 'train', 'evaluate', 'report'];
  const layout = layOut(
    names,
    names.slice(1).map((name, index) => [names[index], name])
  );
  assert.ok(layout.width < 240, `${layout.width}`);
});

test('steps are in the middle of a picture that is wider for the sake of its labels', () => {
  const layout = layOut(['a', 'b'], [['a', 'b']], 200);
  assert.equal(layout.width, 200);
  for (const { x, width } of layout.boxes) assert.equal(x + width / 2, 100);
  assert.equal(layout.arrows[0].points[0].x, 100);
});

test('cycles, unknown steps and self-references are drawn too', () => {
  const layout = layOut(
    ['a', 'b', 'c'],
    [
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'c'],
      ['gone', 'c']
    ]
  );
  assertNoOverlap(layout);
  assert.equal(layout.boxes.length, 3);
  assert.deepEqual(layOut([], []), { width: 20, height: 0, boxes: [], arrows: [] });
});

/** Numbers that look random and are the same each time. */
function* numbers(seed) {
  for (let value = seed; ; ) {
    value = (value * 1103515245 + 12345) % 2147483648;
    yield value / 2147483648;
  }
}

test('no boxes overlap, whatever the pipeline', () => {
  for (let seed = 1; seed <= 60; seed += 1) {
    const random = numbers(seed);
    const below = count => Math.floor(random.next().value * count);
    const names = Array.from({ length: 2 + below(24) }, (_, index) => `step_${index}`.padEnd(4 + below(30), 'x'));
    const edges = Array.from({ length: below(40) }, () => {
      const to = 1 + below(names.length - 1);
      return [names[below(to)], names[to]];
    });
    const layout = layOut(names, edges);
    assertNoOverlap(layout);
    for (const [from, to] of edges) assert.ok(box(layout, from).y < box(layout, to).y, `seed ${seed}`);
    for (const { x, width } of layout.boxes) assert.ok(x >= 0 && x + width <= layout.width, `seed ${seed}`);
  }
});

test('a thousand steps are laid out, also one after the other', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `s${index}`);
  const chain = names.slice(1).map((name, index) => [names[index], name]);
  const far = names.slice(1).map(name => [names[0], name]);
  assert.equal(layOut(names, [...chain, ...far]).boxes.length, 1000);
  assert.equal(layOut(names.toReversed(), chain).boxes.length, 1000);
});
