import assert from 'node:assert/strict';
import test from 'node:test';
import { describeSamples } from './describeSamples.ts';

test('the clips that samples are nearest to are counted', () => {
  const described = [1, 3].map((n_clips) => describeSamples({ n_draws: 6, n_clips }));
  assert.deepEqual(described, ['6 samples, all nearest to the same clip.', '6 samples, nearest to 3 different clips.']);
});
