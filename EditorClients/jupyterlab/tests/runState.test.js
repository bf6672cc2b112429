import assert from 'node:assert/strict';
import { mock, test } from 'node:test';

import { stepHues } from '../labextension/static/notebook/hues.js';
import { plainText, shortened } from '../labextension/static/notebook/plainText.js';
import { RunClock } from '../labextension/static/notebook/runClock.js';
import {
  duration,
  metricValue,
  runInWords,
  stateInWords,
  stateSentence,
  statesByStep
} from '../labextension/static/notebook/runState.js';

const steps = (...states) => states.map((state, index) => ({ name: `s${index}`, state, metrics: [] }));

test('a run says how far it is and how it ended', () => {
  for (const [state, states, words] of [
    ['running', ['cached', 'running', 'waiting'], 'Running s1 (1 of 3 steps)'],
    ['running', ['waiting', 'waiting'], 'Running (0 of 2 steps)'],
    ['succeeded', ['cached', 'done', 'done'], 'Succeeded: 2 of 3 steps ran, 1 from the cache'],
    ['succeeded', ['done'], 'Succeeded: 1 of 1 steps ran'],
    ['failed', ['done', 'failed', 'skipped'], 'Step s1 failed'],
    ['failed', [], 'The run failed'],
    ['stopped', ['done', 'waiting'], 'The run was stopped']
  ]) {
    assert.equal(runInWords({ state, steps: steps(...states) }), words);
  }
});

test('a step says its state, its reason and its error', () => {
  const step = { name: 'train', state: 'failed', seconds: 1.234, reason: 'cell 7 changed' };
  assert.equal(stateSentence(step), 'Step train: failed, 1.2 s, because cell 7 changed');
  const error = { message: 'ValueError: bad' };
  assert.equal(stateSentence({ ...step, error }).split('. ')[1], 'ValueError: bad');
  assert.equal(stateSentence({ name: 'load', state: 'cached' }), 'Step load: from the cache');
  assert.equal(statesByStep(null).size, 0);
});

/** What a clock shows of the steps of a run, in words, with a function that lets time pass. */
function shownByClock() {
  mock.timers.enable({ apis: ['setTimeout'] });
  let [now, run, count] = [0, null, 0];
  const clock = new RunClock(
    shown => {
      run = shown;
      count += 1;
    },
    () => now
  );
  const pass = milliseconds => {
    now += milliseconds;
    mock.timers.tick(milliseconds);
  };
  return { clock, pass, words: () => [...statesByStep(run).values()].map(stateInWords), count: () => count };
}

test('a step that is running says for how long', () => {
  const { clock, pass, words, count } = shownByClock();
  clock.receive({ state: 'running', steps: steps('running', 'waiting') });
  assert.deepEqual(words(), ['running', 'waiting']);
  for (let second = 0; second < 3; second += 1) pass(1000);
  assert.deepEqual(words(), ['running, 3 s', 'waiting']);
  clock.receive({ state: 'running', steps: [{ ...steps('done')[0], seconds: 3.04 }, { name: 's1', state: 'running' }] });
  assert.deepEqual(words(), ['done, 3 s', 'running']);
  pass(1000);
  assert.deepEqual(words(), ['done, 3 s', 'running, 1 s']);
  clock.stop();
  const before = count();
  pass(5000);
  assert.equal(count(), before);
  mock.timers.reset();
});

test('a step at which a run was stopped is not running any more', () => {
  const { clock, pass, words, count } = shownByClock();
  clock.receive({ state: 'running', steps: steps('done', 'running', 'waiting') });
  pass(1000);
  clock.receive({ state: 'stopped', steps: steps('done', 'running', 'waiting') });
  assert.deepEqual(words(), ['done', 'stopped']);
  const before = count();
  pass(5000);
  assert.equal(count(), before);
  mock.timers.reset();
});

test('durations and metrics are short', () => {
  assert.deepEqual([0.04, 9.96, 59, 125].map(duration), ['0 s', '10 s', '59 s', '2 min 5 s']);
  assert.deepEqual([1, 0.123456789, 1e-9, 12345.678].map(metricValue), ['1', '0.12346', '1e-9', '12346']);
});

test('steps have the same colours everywhere', () => {
  const cells = [{ step: 'a' }, { step: null }, { step: 'b' }, { step: 'a' }];
  assert.deepEqual([...stepHues({ cells }).keys()], ['a', 'b']);
  assert.equal(stepHues(null).size, 0);
});

test('a long message is shortened to a sentence, or to words', () => {
  assert.deepEqual(shortened('Step `a` failed.'), { text: 'Step a failed.', isWhole: true });
  const long = `Step failed. ${'word '.repeat(60)}`;
  assert.deepEqual(shortened(long), { text: 'Step failed.', isWhole: false });
  const { text, isWhole } = shortened('word '.repeat(60));
  assert.ok(text.length <= 140 && text.endsWith('word…') && !isWhole);
  assert.equal(plainText('a `b` c'), 'a b c');
});
