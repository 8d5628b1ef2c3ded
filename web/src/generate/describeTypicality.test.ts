import assert from 'node:assert/strict';
import test from 'node:test';
import { describeTypicality } from './describeTypicality.ts';

test('features of low density are unusual', () => {
  assert.deepEqual([0.9, 0.5, 0.1, 0.01].map(describeTypicality), [
    'Very typical of this library',
    'Typical of this library',
    'Unusual for this library',
    'Unlike anything in this library; interpret with caution',
  ]);
});
