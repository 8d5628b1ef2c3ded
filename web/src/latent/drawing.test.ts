import assert from 'node:assert/strict';
import test from 'node:test';
import { linesDrawn, type Look, pairsInTime } from './drawing.ts';

const look: Look = {
  view: { x: 0, y: 0, scale: 1 },
  size: { width: 1, height: 1 },
  zoom: 1,
  isJoined: true,
  isMoving: true,
};

test('a graphics card draws all while the map moves, a slow machine a part', () => {
  assert.equal(pairsInTime(50_000, 3), 50_000);
  assert.equal(pairsInTime(50_000, 50), 10_000);
  assert.equal(pairsInTime(50_000, 10_000), 4000);
  assert.equal(pairsInTime(500, 10_000), 500);
});

test('lines are few while the map moves and none when switched off', () => {
  assert.equal(linesDrawn(50_000, look), 3000);
  assert.equal(linesDrawn(50_000, { ...look, isMoving: false }), 50_000);
  assert.equal(linesDrawn(50_000, { ...look, isJoined: false }), 0);
});
