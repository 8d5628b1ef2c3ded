import assert from 'node:assert/strict';
import test from 'node:test';
import { PointFinder } from './PointFinder.ts';
import { pairsOf, pairOf, modalityOf } from './pairs.ts';

const pairs = pairsOf({ clip: [0, 0, 1], second: [0, 1, 0], audio: [0, 0, 1, 0, 2, 0], visual: [0, 1, 1, 1, 2, 1] });
const finder = new PointFinder(pairs);
const all = () => true;

function said(point: number | null) {
  return point === null ? null : [pairs.clip[pairOf(point)], pairs.second[pairOf(point)], modalityOf(point)];
}

test('the nearest point is found, of either modality', () => {
  assert.deepEqual(said(finder.nearest(0.9, 0.1, 0.5, all)), [0, 1, 'audio']);
  assert.deepEqual(said(finder.nearest(1.9, 0.8, 0.5, all)), [1, 0, 'visual']);
});

test('nothing is found where nothing lies', () => {
  assert.equal(finder.nearest(5, 5, 0.5, all), null);
});

test('clips that are not wanted are passed over', () => {
  assert.deepEqual(said(finder.nearest(1, 0, 1.2, (clip) => clip === 1)), [1, 0, 'audio']);
});
