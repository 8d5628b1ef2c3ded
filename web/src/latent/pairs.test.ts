import assert from 'node:assert/strict';
import test from 'node:test';
import { extentOf, pairsOf, pairsOfClip, placeOf, modalityOf, soundOf } from './pairs.ts';

function made(n: number) {
  const seconds = Array.from({ length: n }, (_, i) => i);
  return {
    clip: seconds.map((i) => Math.floor(i / 10)),
    second: seconds.map((i) => i % 10),
    audio: seconds.flatMap((i) => [i, -i]),
    visual: seconds.flatMap((i) => [i + 0.5, i]),
  };
}

test('every second is there once, whatever their number', () => {
  for (const n of [0, 1, 2, 3, 10, 144, 1000]) {
    const pairs = pairsOf(made(n));
    const sounds = Array.from({ length: n }, (_, pair) => placeOf(pairs, soundOf(pair)).x);
    assert.deepEqual(
      sounds.sort((one, other) => one - other),
      Array.from({ length: n }, (_, i) => i),
    );
  }
});

test('sound and picture of a second stay together', () => {
  const pairs = pairsOf(made(50));
  for (let pair = 0; pair < pairs.n; pair += 1) {
    const sound = placeOf(pairs, soundOf(pair));
    const picture = placeOf(pairs, soundOf(pair) + 1);
    assert.equal(picture.x, sound.x + 0.5);
    assert.equal(sound.x, (pairs.clip[pair] ?? 0) * 10 + (pairs.second[pair] ?? 0));
  }
  assert.deepEqual([modalityOf(6), modalityOf(7)], ['audio', 'visual']);
});

test('the beginning is an even sample', () => {
  const pairs = pairsOf(made(1000));
  const clips = new Set(pairs.clip.slice(0, 200));
  assert.equal(clips.size, 100);
});

test('a clip has its seconds in order', () => {
  const pairs = pairsOf(made(35));
  assert.deepEqual(
    pairsOfClip(pairs, 3).map((pair) => pairs.second[pair]),
    [0, 1, 2, 3, 4],
  );
});

test('extent', () => {
  assert.deepEqual(extentOf(pairsOf(made(3))), { left: 0, right: 2.5, bottom: -2, top: 2 });
  assert.deepEqual(extentOf(pairsOf(made(0))), { left: -1, right: 1, bottom: -1, top: 1 });
});
