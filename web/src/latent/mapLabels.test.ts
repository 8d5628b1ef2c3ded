import assert from 'node:assert/strict';
import test from 'node:test';
import { sampleLabel, varianceLabel } from './mapLabels.ts';

test('the share of the variance is in percent', () => {
  assert.match(varianceLabel(0.158), /16 % of the variance/);
});

test('a sample is labelled as one', () => {
  assert.equal(sampleLabel(50_000, 120_000), 'The map shows an even sample of 50,000 of 120,000 seconds.');
  assert.equal(sampleLabel(10, 10), null);
});
