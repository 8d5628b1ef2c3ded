import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SearchResponse } from '../api/types.ts';
import { describeProof } from './describeProof.ts';

const searched = (n_compared: number, n_compared_in_full: number, others_beyond: number | null) =>
  ({ n_compared, proof: { n_compared_in_full, others_beyond } }) as SearchResponse;

test('the bound of seconds that were not compared in full is given', () => {
  assert.equal(
    describeProof(searched(1000, 40, 0.5)),
    'Yes: of 1,000 seconds, 40 were compared in full; the other 960 are proven to be farther than 0.500.',
  );
});

test('a small library is compared in full', () => {
  assert.equal(describeProof(searched(12, 12, null)), 'Yes: all 12 seconds were compared in full.');
});
