import assert from 'node:assert/strict';
import test from 'node:test';
import type { LocalizeResponse } from '../api/types.ts';
import { describeLocalization } from './describeLocalization.ts';

const span = { start: 6, len: 2 };
const query = { file: 'a.mp4', in_library: true, span };
const certainty = {
  n_clips: 59,
  coverage: 0.9,
  starts: [6],
  probability: 0.7,
  probabilities: [],
  margin: 0.1,
  odds: 2,
};
const errors = { reject: 0.05, mismatches_rejected: 0.27, n_clips: 59 };
const localized: LocalizeResponse = {
  query: { ...query, modality: 'audio' },
  sequence: { ...query, modality: 'visual' },
  model: 'ms-vae',
  found: span,
  distance: 2,
  parts: [],
  tied_starts: [6],
  next: null,
  distances: [3, 3, 3, 3, 3, 3, 2],
  parts_at_starts: [],
  first_start: 0,
  certainty,
  verdict: { ...errors, p_value: 0.4, no_match: false },
};

test('the probability and the prediction set of one start are given with how they were measured', () => {
  assert.deepEqual(describeLocalization(localized), {
    title: 'Best match at 0:06–0:08',
    confidence:
      'Probability 70 %, if it occurs here. Prediction set with 90 % coverage (59 held-out clips): no other start.',
  });
});

test('a few other starts are listed, further ones are counted', () => {
  const withStarts = (starts: number[]) =>
    describeLocalization({ ...localized, certainty: { ...certainty, starts } }).confidence;
  assert.match(withStarts([1, 2, 6]), /: also 0:01 or 0:02\.$/);
  assert.match(withStarts([0, 1, 2, 3, 4, 5, 6]), /: every start in this clip\.$/);
  const many = {
    ...localized,
    distances: Array<number>(50).fill(3),
    certainty: { ...certainty, probability: 0.2, starts: [1, 2, 3, 4, 5, 6, 7] },
  };
  const { confidence } = describeLocalization(many);
  assert.match(confidence, /^Probability 20 %, if it occurs here\./);
  assert.match(confidence, /: also 0:01, 0:02, 0:03, 0:04, 0:05 or 1 other position\.$/);
});

test('a rejected query names the closest moment', () => {
  const rejected = describeLocalization({ ...localized, verdict: { ...errors, p_value: 0.01, no_match: true } });
  assert.equal(rejected.title, 'No match');
  assert.match(rejected.confidence, /0:06–0:08/);
});

test('without a self-check there is no confidence', () => {
  const uncalibrated = { ...localized, certainty: null };
  assert.match(describeLocalization({ ...uncalibrated, verdict: null }).confidence, /not available/);
  assert.match(
    describeLocalization({ ...uncalibrated, tied_starts: [6, 1] }).confidence,
    /Equally good starts: 0:06 or 0:01/,
  );
});
