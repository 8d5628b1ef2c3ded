import assert from 'node:assert/strict';
import test from 'node:test';
import { describeState, failureAdvice } from './describeState.ts';

test('a running run shows its stage, and unknown stages have a default', () => {
  assert.equal(describeState({ state: 'running', stage: 'checking' }).title, 'Self-check');
  assert.equal(describeState({ state: 'running', stage: null }).title, 'Starting');
  assert.equal(describeState({ state: 'running', stage: 'unknown' }).title, 'Starting');
});

test('there is advice for failed runs', () => {
  assert.match(
    failureAdvice('cannot set `training.epochs` of `pcca`: there is no `training`'),
    /without a number of epochs/,
  );
  assert.match(failureAdvice('the run ended without a message: signal: 9 (SIGKILL)'), /memory/);
  assert.match(failureAdvice(null), /Try again/);
});
