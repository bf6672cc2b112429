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
  const layout = layOut(['a', 'b'], [['a', 'b', ['a_long_list, of_names']]]);
  const middle = layout.width / 2;
  assert.ok(layout.width > layout.boxes[0].width * 2);
  for (const { x, width } of layout.boxes) assert.equal(x + width / 2, middle);
  assert.equal(layout.arrows[0].points[0].x, middle);
  assert.equal(layout.arrows[0].label.x, middle);
});

test('rows are as high as the names in them, and as far apart as the labels between them need', () => {
  const long = 'evaluate_the_model_on_the_holdout_set';
  const names = ['load', long, 'end'];
  const { boxes, arrows, height } = layOut(names, [['load', long, ['a,', 'b,', '7 more']], [long, 'end']]);
  assert.deepEqual(boxes.map(({ lines }) => lines), [['load'], ['evaluate_the_model_on_the_', 'holdout_set'], ['end']]);
  const [first, second, third] = boxes;
  assert.equal(second.height, first.height + 15);
  assert.ok(third.y > second.y + second.height);
  assert.equal(height, third.y + third.height + 10);
  const [{ lines, label }, bare] = arrows;
  assert.equal(bare.label, null);
  assert.ok(label.y - 6 > first.y + first.height);
  assert.ok(label.y + (lines.length - 1) * 11 + 6 < second.y);
});

test('a row whose labels need many lines is further from the next', () => {
  const targets = Array.from({ length: 6 }, (_, index) => `t${index}`);
  const names = ['load', ...targets];
  const lines = ['customers_by_country,', 'orders_by_customer,', 'products'];
  const { arrows, boxes } = layOut(names, targets.map(target => ['load', target, lines]));
  const spots = arrows.map(({ label }) => label);
  assert.ok(spots.every(spot => spot !== null));
  for (const [index, a] of spots.entries()) {
    for (const b of spots.slice(index + 1)) {
      assert.ok(Math.abs(a.x - b.x) > 21 * 6 || Math.abs(a.y - b.y) >= 33, `${JSON.stringify([a, b])}`);
    }
  }
  const lowest = Math.max(...spots.map(({ y }) => y)) + 22;
  assert.ok(lowest < box({ boxes }, 't0').y);
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
