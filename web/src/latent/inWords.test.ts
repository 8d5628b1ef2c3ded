import assert from 'node:assert/strict';
import test from 'node:test';
import { sampleInWords, shareInWords } from './inWords.ts';

test('the share of what is shown is said in percent', () => {
  assert.match(shareInWords(0.158), /16 % of the differences/);
});

test('a sample is called one', () => {
  assert.equal(sampleInWords(50_000, 120_000), '50,000 of 120,000 seconds are shown, evenly chosen.');
  assert.equal(sampleInWords(10, 10), null);
});
