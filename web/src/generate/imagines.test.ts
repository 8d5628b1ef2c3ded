import assert from 'node:assert/strict';
import test from 'node:test';
import { imagines } from './imagines.ts';

test('models with a decoder imagine, those that compare do not', () => {
  assert.deepEqual(['ms-vae', 'ms-vae-paper', 'cm-vae', 'pcca'].map(imagines), [true, true, true, true]);
  assert.deepEqual(['cca', 'dcca', 'l3-net-f', 'ave-net-f'].map(imagines), [false, false, false, false]);
});
