import assert from 'node:assert/strict';
import test from 'node:test';
import { Stopwatch } from './stopwatch.ts';

function watched() {
  let ms = 0;
  const stopwatch = new Stopwatch(() => ms);
  const see = (state: 'waiting' | 'running' | 'done') => stopwatch.see({ job: '1', state });
  const pass = (secs: number) => {
    ms += secs * 1000;
  };
  return { stopwatch, see, pass };
}

test('a run is timed from its turn to its end', () => {
  const { stopwatch, see, pass } = watched();
  see('waiting');
  pass(10);
  assert.equal(stopwatch.elapsed('1'), null);
  see('running');
  pass(3);
  see('running');
  assert.deepEqual(stopwatch.elapsed('1'), { secs: 3, isAtLeast: false });
  see('done');
  pass(60);
  assert.equal(stopwatch.elapsed('1')?.secs, 3);
});

test('what ran before somebody looked took at least that long', () => {
  const { stopwatch, see, pass } = watched();
  see('running');
  pass(5);
  assert.deepEqual(stopwatch.elapsed('1'), { secs: 5, isAtLeast: true });
});

test('of what was over already nothing is known, nor of what was forgotten', () => {
  const { stopwatch, see } = watched();
  see('done');
  assert.equal(stopwatch.elapsed('1'), null);
  see('running');
  stopwatch.forget('1');
  assert.equal(stopwatch.elapsed('1'), null);
});
