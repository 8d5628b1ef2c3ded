import assert from 'node:assert/strict';
import test from 'node:test';
import { describeSamples } from './describeSamples.ts';

test('the more clips the samples are nearest to, the higher the uncertainty', () => {
  const described = [1, 3, 5].map((n_clips) => describeSamples({ n_draws: 6, n_clips }));
  assert.deepEqual(described, [
    '6 samples, all nearest to the same clip: low uncertainty.',
    '6 samples, nearest to 3 different clips: medium uncertainty.',
    '6 samples, nearest to 5 different clips: high uncertainty.',
  ]);
});
