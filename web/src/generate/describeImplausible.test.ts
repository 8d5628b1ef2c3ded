import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeImplausible } from './describeImplausible.ts';

test('an implausible result names the share and the seconds behind it', () => {
  const text = describeImplausible({ within: 0.8, share: 0.95, n_seconds: 960 });
  assert.equal(text, 'Farther from what was generated than 95 % of 960 seconds are from what is generated for them');
});
