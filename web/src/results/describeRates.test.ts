import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeErrors, describePValue, describeProbability } from './describeRates.ts';

const errors = { reject: 0.05, mismatches_rejected: 0.271, n_clips: 59 };

test('both errors of the threshold are given', () => {
  assert.equal(
    describeErrors(errors),
    'The threshold loses 5 % of true matches and rejects 27 % of others (59 held-out clips).',
  );
  assert.match(describeErrors({ ...errors, mismatches_rejected: 0.004 }), /rejects 0\.4 % of others/);
});

test('a probability is described with its condition', () => {
  const described = 'Probability that this is the query’s own recording, if it is among these videos';
  assert.equal(describeProbability(errors), `${described}; measured on 59 held-out clips`);
  assert.equal(describeProbability(null), described);
});

test('p-values are counts of a hundred', () => {
  assert.equal(describePValue(0.372), '37 of 100 true matches are at least this far');
  assert.equal(describePValue(0.001), 'Fewer than 1 of 100 true matches are this far');
});
