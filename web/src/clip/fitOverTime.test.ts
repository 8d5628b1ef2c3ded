import assert from 'node:assert/strict';
import test from 'node:test';
import type { Localized } from '../api/model.ts';
import { fitOverTime } from './fitOverTime.ts';

const localized = (distances: number[], first_start: number, len: number) =>
  ({ distances, first_start, found: { start: first_start, len } }) as Localized;

test('curves share an axis; each distance is at the middle of its window', () => {
  assert.deepEqual(fitOverTime(localized([3, 2], 0, 2), localized([5, 4], 1, 2)), [
    [1, 2, 3],
    [3, 2, null],
    [null, 5, 4],
  ]);
});

test('one modality alone', () => {
  assert.deepEqual(fitOverTime(undefined, localized([1], 0, 1)), [[0.5], [null], [1]]);
});
