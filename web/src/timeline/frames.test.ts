import assert from 'node:assert/strict';
import test from 'node:test';
import { framesFor } from './frames.ts';

test('one frame per second if they fit', () => {
  const frames = framesFor(8, 1000);
  assert.equal(frames.length, 8);
  assert.deepEqual(frames[3], { second: 3, span: { start: 3, len: 1 } });
});

test('the frames of a long clip fit and cover every second', () => {
  const frames = framesFor(3601, 1000);
  assert.ok(frames.length <= 17);
  assert.equal(
    frames.reduce((sum, { span }) => sum + span.len, 0),
    3601,
  );
  assert.ok(frames.every(({ second }) => second < 3601));
});

test('no frames before the width is known', () => {
  assert.deepEqual(framesFor(8, 0), []);
});
