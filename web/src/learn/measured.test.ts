import assert from 'node:assert/strict';
import test from 'node:test';
import { measured } from './measured.ts';

test('numbers are as short as they can be told', () => {
  const told = [0, 64, 0.5, 0.976, 0.01234, -22.06, 142.5, null, Number.NaN].map(measured);
  assert.deepEqual(told, ['0', '64', '0.50', '0.98', '0.012', '-22.1', '143', '–', '–']);
});
