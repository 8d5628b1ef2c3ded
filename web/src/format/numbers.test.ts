import assert from 'node:assert/strict';
import test from 'node:test';
import { counted, shortNumber } from './numbers.ts';

test('measurements are shown with few digits', () => {
  const shown = [0, 64, 0.5, 0.976, 0.01234, -22.06, 142.5, null, Number.NaN].map(shortNumber);
  assert.deepEqual(shown, ['0', '64', '0.50', '0.98', '0.012', '-22.1', '143', '–', '–']);
});

test('singular and plural', () => {
  assert.equal(counted(1, 'clip'), '1 clip');
  assert.equal(counted(10_000, 'clip'), '10,000 clips');
});
