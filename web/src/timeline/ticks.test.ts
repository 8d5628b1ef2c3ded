import assert from 'node:assert/strict';
import test from 'node:test';
import { ticks } from './ticks.ts';

test('ticks are round times, and few', () => {
  assert.deepEqual(ticks(4.2, 10), [0, 1, 2, 3, 4]);
  assert.deepEqual(ticks(18.16, 10), [0, 2, 4, 6, 8, 10, 12, 14, 16]);
  assert.deepEqual(ticks(8.04, 10), [0, 1, 2, 3, 4, 5, 6, 7]);
  assert.ok(ticks(36_000, 10).length <= 10);
});
