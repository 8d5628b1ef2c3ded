import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Searched } from '../api/model.ts';
import { proofInWords } from './proofInWords.ts';

const searched = (n_compared: number, n_compared_in_full: number, others_beyond: number | null) =>
  ({ n_compared, proof: { n_compared_in_full, others_beyond } }) as Searched;

test('what was not compared in full is said to be farther, and how far', () => {
  assert.equal(
    proofInWords(searched(1000, 40, 0.5)),
    'No: of 1,000 seconds, 40 were compared in full; the other 960 are proven to be farther off than 0.500.',
  );
});

test('a small library is compared in full', () => {
  assert.equal(proofInWords(searched(12, 12, null)), 'No: all 12 seconds were compared in full.');
});
