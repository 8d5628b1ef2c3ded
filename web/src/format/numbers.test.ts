import assert from 'node:assert/strict';
import test from 'node:test';
import { counted, probabilityPercent, shortNumber } from './numbers.ts';

test('measurements are shown with few digits', () => {
  const shown = [0, 64, 0.5, 0.976, 0.01234, -22.06, 142.5, null, Number.NaN].map(shortNumber);
  assert.deepEqual(shown, ['0', '64', '0.50', '0.98', '0.012', '-22.1', '143', '–', '–']);
});

test('an estimated probability is neither 0 % nor 100 %', () => {
  const shown = [0, 0.0004, 0.004, 0.214, 0.994, 0.996, 1].map(probabilityPercent);
  assert.deepEqual(shown, ['< 0.1 %', '< 0.1 %', '0.4 %', '21 %', '99 %', '> 99 %', '> 99 %']);
});

test('singular and plural', () => {
  assert.equal(counted(1, 'clip'), '1 clip');
  assert.equal(counted(10_000, 'clip'), '10,000 clips');
});
