import assert from 'node:assert/strict';
import test from 'node:test';
import { clampSpan, spanBetween, formatSpan } from './span.ts';

test('a span contains every second that was dragged over', () => {
  assert.deepEqual(spanBetween(1.2, 2.9, 8), { start: 1, len: 2 });
  assert.deepEqual(spanBetween(2.9, 1.2, 8), { start: 1, len: 2 });
  assert.deepEqual(spanBetween(3, 3, 8), { start: 3, len: 1 });
});

test('a span is within the clip and never empty', () => {
  assert.deepEqual(spanBetween(-4, 0.1, 8), { start: 0, len: 1 });
  assert.deepEqual(spanBetween(7.5, 90, 8), { start: 7, len: 1 });
  assert.deepEqual(spanBetween(90, 99, 8), { start: 7, len: 1 });
  assert.deepEqual(clampSpan({ start: 6, len: 5 }, 8), { start: 6, len: 2 });
});

test('spans are formatted as times', () => {
  assert.equal(formatSpan({ start: 3, len: 2 }), '0:03–0:05');
});
