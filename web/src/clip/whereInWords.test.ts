import assert from 'node:assert/strict';
import test from 'node:test';
import type { Localized } from '../api/model.ts';
import { whereInWords } from './whereInWords.ts';

const span = { start: 6, len: 2 };
const asked = { file: 'a.mp4', in_library: true, span };
const certainty = {
  n_clips: 59,
  coverage: 0.9,
  starts: [6],
  probability: 0.7,
  probabilities: [],
  margin: 0.1,
  odds: 2,
};
const localized: Localized = {
  query: { ...asked, modality: 'audio' },
  sequence: { ...asked, modality: 'visual' },
  model: 'ms-vae',
  found: span,
  distance: 2,
  parts: [],
  tied_starts: [6],
  next: null,
  distances: [3, 3, 3, 3, 3, 3, 2],
  first_start: 0,
  certainty,
  verdict: { p_value: 0.4, refuse: 0.05, no_match: false },
};

test('a sure answer', () => {
  assert.deepEqual(whereInWords(localized), {
    isRefused: false,
    says: 'Best seen at 0:06–0:08',
    hedges: 'Quite sure: no other place comes close.',
  });
});

test('other places are named, many are counted', () => {
  const among = (starts: number[]) => whereInWords({ ...localized, certainty: { ...certainty, starts } }).hedges;
  assert.equal(among([1, 2, 6]), 'Fairly sure. It could also start at 0:01 or 0:02.');
  assert.match(among([0, 1, 2, 3, 4, 5, 6]), /anywhere/);
  const far = {
    ...localized,
    distances: Array<number>(50).fill(3),
    certainty: { ...certainty, probability: 0.2, starts: [1, 2, 3, 4, 5, 6, 7] },
  };
  assert.equal(
    whereInWords(far).hedges,
    'Not sure. It could also start at 0:01, 0:02, 0:03, 0:04, 0:05 or 1 other place.',
  );
});

test('a refusal says so, and where the nearest is', () => {
  const refused = whereInWords({ ...localized, verdict: { p_value: 0.01, refuse: 0.05, no_match: true } });
  assert.equal(refused.isRefused, true);
  assert.match(refused.hedges, /0:06–0:08/);
});

test('without a self-check nothing is claimed', () => {
  assert.match(whereInWords({ ...localized, certainty: null, verdict: null }).hedges, /not known/);
  assert.match(
    whereInWords({ ...localized, certainty: null, tied_starts: [6, 1] }).hedges,
    /Just as good from 0:06 or 0:01/,
  );
});
