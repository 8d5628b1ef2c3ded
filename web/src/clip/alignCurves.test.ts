import assert from 'node:assert/strict';
import test from 'node:test';
import { alignCurves } from './alignCurves.ts';

const curve = (distances: number[], first_start: number, len: number) => ({
  distances,
  first_start,
  found: { start: first_start, len },
});

test('curves share a time axis, with each distance at the middle of its window', () => {
  assert.deepEqual(alignCurves(curve([3, 2], 0, 2), curve([5, 4], 1, 2)), [
    [1, 2, 3],
    [3, 2, null],
    [null, 5, 4],
  ]);
});

test('a curve of one modality only', () => {
  assert.deepEqual(alignCurves(undefined, curve([1], 0, 1)), [[0.5], [null], [1]]);
});
