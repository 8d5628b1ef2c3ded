import assert from 'node:assert/strict';
import test from 'node:test';
import { PointIndex } from './PointIndex.ts';
import { pairsOf, pairOf, modalityOf } from './pairs.ts';

const pairs = pairsOf({ clip: [0, 0, 1], second: [0, 1, 0], audio: [0, 0, 1, 0, 2, 0], visual: [0, 1, 1, 1, 2, 1] });
const index = new PointIndex(pairs);
const all = () => true;

function describe(point: number | null) {
  return point === null ? null : [pairs.clip[pairOf(point)], pairs.second[pairOf(point)], modalityOf(point)];
}

test('the nearest point of either modality is returned', () => {
  assert.deepEqual(describe(index.nearest(0.9, 0.1, 0.5, all)), [0, 1, 'audio']);
  assert.deepEqual(describe(index.nearest(1.9, 0.8, 0.5, all)), [1, 0, 'visual']);
});

test('null if no point is within the radius', () => {
  assert.equal(index.nearest(5, 5, 0.5, all), null);
});

test('clips that the filter rejects are ignored', () => {
  assert.deepEqual(describe(index.nearest(1, 0, 1.2, (clip) => clip === 1)), [1, 0, 'audio']);
});
