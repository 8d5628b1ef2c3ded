import assert from 'node:assert/strict';
import test from 'node:test';
import { coloursOf, type Shades } from './colouring.ts';
import { groupingOf } from './grouping.ts';
import { pairsOf } from './pairs.ts';

const shades: Shades = {
  audio: [1, 1, 1],
  visual: [2, 2, 2],
  none: [9, 9, 9],
  groups: [
    [10, 10, 10],
    [11, 11, 11],
  ],
};
const pairs = pairsOf({ clip: [0], second: [0], audio: [0, 0], visual: [1, 1] });

test('a sound and a picture have the colours of their modalities', () => {
  assert.deepEqual([...coloursOf(pairs, null, shades, () => true)], [1, 1, 1, 255, 2, 2, 2, 255]);
});

test('both have the colour of their group, or none', () => {
  const categories = groupingOf('category', 2, ['Dog', null]);
  assert.deepEqual(categories.names, ['Dog']);
  assert.deepEqual([...categories.ofClip], [0, -1]);
  assert.deepEqual([...coloursOf(pairs, categories, shades, () => true)].slice(0, 5), [10, 10, 10, 255, 10]);
});

test('what is not lit steps back', () => {
  const opacity = coloursOf(pairs, null, shades, () => false)[3] ?? 255;
  assert.ok(opacity > 0 && opacity < 128);
});
