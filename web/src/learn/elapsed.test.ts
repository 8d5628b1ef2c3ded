import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Job } from '../api/types.ts';
import { elapsedSecs } from './elapsed.ts';

const run = (began_unix_secs: number | null, ended_unix_secs: number | null) =>
  ({ began_unix_secs, ended_unix_secs }) as Job;

test('the time of a run is counted from its start to its end', () => {
  assert.equal(elapsedSecs(run(null, null), 100), null);
  assert.equal(elapsedSecs(run(40, null), 100), 60);
  assert.equal(elapsedSecs(run(40, 70), 100), 30);
});

test('elapsed time is never negative, even if clocks differ', () => {
  assert.equal(elapsedSecs(run(100.4, null), 100), 0);
});
