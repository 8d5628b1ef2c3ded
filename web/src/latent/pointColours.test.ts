import assert from 'node:assert/strict';
import test from 'node:test';
import { pointColours, type Palette } from './pointColours.ts';
import { groupingOf } from './grouping.ts';
import { pairsOf } from './pairs.ts';

const palette: Palette = {
  audio: [1, 1, 1],
  visual: [2, 2, 2],
  none: [9, 9, 9],
  groups: [
    [10, 10, 10],
    [11, 11, 11],
  ],
};
const pairs = pairsOf({ clip: [0], second: [0], audio: [0, 0], visual: [1, 1] });

test('points have the colours of their modalities', () => {
  assert.deepEqual([...pointColours(pairs, null, palette, () => true)], [1, 1, 1, 255, 2, 2, 2, 255]);
});

test('both points of a pair have the colour of their group', () => {
  const categories = groupingOf('category', 2, ['Dog', null]);
  assert.deepEqual(categories.names, ['Dog']);
  assert.deepEqual([...categories.ofClip], [0, -1]);
  assert.deepEqual([...pointColours(pairs, categories, palette, () => true)].slice(0, 5), [10, 10, 10, 255, 10]);
});

test('points that are not highlighted are transparent', () => {
  const opacity = pointColours(pairs, null, palette, () => false)[3] ?? 255;
  assert.ok(opacity > 0 && opacity < 128);
});
