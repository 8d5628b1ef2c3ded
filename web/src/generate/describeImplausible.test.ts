import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeImplausible } from './describeImplausible.ts';

test('an implausible result names the share of true seconds that are nearer', () => {
  const text = describeImplausible({ within: 0.8, share: 0.95 });
  assert.equal(
    text,
    'Farther from what was generated than 95 % of the true seconds of held-out clips are from what is generated for them',
  );
});
