import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeMatch, describePValue } from './describeMatch.ts';

test('a match is compared with the distances of true matches', () => {
  const endings = [0.9, 0.3, 0.1, 0.01].map((pValue) => describeMatch(pValue).split(' ').slice(-3).join(' '));
  assert.deepEqual(endings, ['most true matches', 'some true matches', 'few true matches', 'all true matches']);
  assert.equal(describeMatch(null), '');
});

test('p-values are counts of a hundred', () => {
  assert.equal(describePValue(0.372), '37 of 100 true matches are at least this far');
  assert.equal(describePValue(0.001), 'Fewer than 1 of 100 true matches are this far');
});
