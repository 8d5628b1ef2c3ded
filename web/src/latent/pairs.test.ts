import assert from 'node:assert/strict';
import test from 'node:test';
import { extentOf, pairsOf, pairsOfClip, positionOf, modalityOf, soundOf } from './pairs.ts';

function latentOf(n: number) {
  const seconds = Array.from({ length: n }, (_, i) => i);
  return {
    clip: seconds.map((i) => Math.floor(i / 10)),
    second: seconds.map((i) => i % 10),
    audio: seconds.flatMap((i) => [i, -i]),
    visual: seconds.flatMap((i) => [i + 0.5, i]),
  };
}

test('every second occurs once', () => {
  for (const n of [0, 1, 2, 3, 10, 144, 1000]) {
    const pairs = pairsOf(latentOf(n));
    const sounds = Array.from({ length: n }, (_, pair) => positionOf(pairs, soundOf(pair)).x);
    assert.deepEqual(
      sounds.sort((one, other) => one - other),
      Array.from({ length: n }, (_, i) => i),
    );
  }
});

test('sound and picture of a second stay together', () => {
  const pairs = pairsOf(latentOf(50));
  for (let pair = 0; pair < pairs.n; pair += 1) {
    const sound = positionOf(pairs, soundOf(pair));
    const picture = positionOf(pairs, soundOf(pair) + 1);
    assert.equal(picture.x, sound.x + 0.5);
    assert.equal(sound.x, (pairs.clip[pair] ?? 0) * 10 + (pairs.second[pair] ?? 0));
  }
  assert.deepEqual([modalityOf(6), modalityOf(7)], ['audio', 'visual']);
});

test('a prefix is an even sample', () => {
  const pairs = pairsOf(latentOf(1000));
  const clips = new Set(pairs.clip.slice(0, 200));
  assert.equal(clips.size, 100);
});

test('the pairs of a clip are ordered by second', () => {
  const pairs = pairsOf(latentOf(35));
  assert.deepEqual(
    pairsOfClip(pairs, 3).map((pair) => pairs.second[pair]),
    [0, 1, 2, 3, 4],
  );
});

test('extent', () => {
  assert.deepEqual(extentOf(pairsOf(latentOf(3))), { left: 0, right: 2.5, bottom: -2, top: 2 });
  assert.deepEqual(extentOf(pairsOf(latentOf(0))), { left: -1, right: 1, bottom: -1, top: 1 });
});
