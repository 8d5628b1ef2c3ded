import assert from 'node:assert/strict';
import test from 'node:test';
import { clamped, keyOf, spanBetween, spanInWords } from './span.ts';

test('a stretch holds every second that was touched', () => {
  assert.deepEqual(spanBetween(1.2, 2.9, 8), { start: 1, len: 2 });
  assert.deepEqual(spanBetween(2.9, 1.2, 8), { start: 1, len: 2 });
  assert.deepEqual(spanBetween(3, 3, 8), { start: 3, len: 1 });
});

test('a stretch stays in the clip and is never empty', () => {
  assert.deepEqual(spanBetween(-4, 0.1, 8), { start: 0, len: 1 });
  assert.deepEqual(spanBetween(7.5, 90, 8), { start: 7, len: 1 });
  assert.deepEqual(spanBetween(90, 99, 8), { start: 7, len: 1 });
  assert.deepEqual(clamped({ start: 6, len: 5 }, 8), { start: 6, len: 2 });
});

test('in words', () => {
  assert.equal(spanInWords({ start: 3, len: 2 }), '0:03–0:05');
});

test('other moments have other keys', () => {
  assert.notEqual(keyOf({ clip: 'a' }), keyOf({ upload: 'a' }));
  assert.notEqual(keyOf({ clip: 'a', span: { start: 1, len: 2 } }), keyOf({ clip: 'a', span: { start: 1, len: 3 } }));
});
