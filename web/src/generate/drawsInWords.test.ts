import assert from 'node:assert/strict';
import test from 'node:test';
import { drawsInWords } from './drawsInWords.ts';

test('the fewer clips the draws lead to, the surer it is', () => {
  const said = [1, 3, 5].map((n_clips) => drawsInWords({ n_draws: 6, n_clips }));
  assert.deepEqual(said, [
    '6 draws, and all lead to the same clip: it is sure.',
    '6 draws lead to 3 different clips: it is fairly sure.',
    '6 draws lead to 5 different clips: it is not sure, and thinks much possible.',
  ]);
});
