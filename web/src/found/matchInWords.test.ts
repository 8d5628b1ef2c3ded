import assert from 'node:assert/strict';
import { test } from 'node:test';
import { matchInWords, shareInWords } from './matchInWords.ts';

test('a match is told by the true matches that are farther off', () => {
  const said = [0.9, 0.3, 0.1, 0.01].map((share) => matchInWords(share).split(' ').slice(-3).join(' '));
  assert.deepEqual(said, ['most true matches', 'some true matches', 'few true matches', 'all true matches']);
  assert.equal(matchInWords(null), '');
});

test('shares are counts of a hundred', () => {
  assert.equal(shareInWords(0.372), '37 of 100 true matches are at least this far off');
  assert.equal(shareInWords(0.001), 'Fewer than 1 of 100 true matches are this far off');
});
