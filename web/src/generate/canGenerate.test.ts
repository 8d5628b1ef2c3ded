import assert from 'node:assert/strict';
import test from 'node:test';
import { canGenerate } from './canGenerate.ts';

test('models with a decoder generate, models that compare do not', () => {
  assert.deepEqual(['ms-vae', 'ms-vae-paper', 'cm-vae', 'pcca'].map(canGenerate), [true, true, true, true]);
  assert.deepEqual(['cca', 'dcca', 'l3-net-f', 'ave-net-f'].map(canGenerate), [false, false, false, false]);
});
