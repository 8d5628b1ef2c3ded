import assert from 'node:assert/strict';
import test from 'node:test';
import { clock, duration } from './time.ts';

test('clock', () => {
  assert.deepEqual([0, 9.9, 83, 3725].map(clock), ['0:00', '0:09', '1:23', '1:02:05']);
});

test('durations are rounded', () => {
  assert.deepEqual([1, 42, 540, 5400, 7200, 36_000_000].map(duration), [
    '1 second',
    '42 seconds',
    '9 minutes',
    '1.5 hours',
    '2 hours',
    '10,000 hours',
  ]);
});
