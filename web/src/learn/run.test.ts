import assert from 'node:assert/strict';
import test from 'node:test';
import type { Epoch, Job } from '../api/model.ts';
import { after, isOver, type RunEvent, runEvent } from './run.ts';

const asked = { job: '1', model: 'cca', seed: 0, epochs: null };
const nothingYet = { stage: null, detail: null, began_unix_secs: null, ended_unix_secs: null, curve: [] };
const job = (state: Job['state']): Job => ({ ...asked, state, ...nothingYet });
const epoch = (at: number): Epoch => ({
  epoch: at,
  n_epochs: 9,
  total: 1,
  terms: [],
  active_units: null,
  latent_dim: 0,
});
const learned = (at: number): RunEvent => ({ kind: 'epoch', epoch: epoch(at) });
const epochsOf = (run: Job | null) => run?.curve.map(({ epoch: at }) => at);

test('a state keeps the curve that is here', () => {
  const run = after(after(null, [{ kind: 'state', job: job('running') }, learned(0)]), [
    learned(1),
    { kind: 'state', job: job('done') },
  ]);
  assert.equal(run?.state, 'done');
  assert.deepEqual(epochsOf(run), [0, 1]);
});

test('another training begins an empty curve', () => {
  const run = after(null, [
    { kind: 'state', job: job('running') },
    learned(0),
    learned(1),
    { kind: 'anew' },
    learned(0),
  ]);
  assert.deepEqual(epochsOf(run), [0]);
});

test('an epoch that is told twice is drawn once', () => {
  assert.deepEqual(
    epochsOf(after({ ...job('running'), curve: [epoch(0), epoch(1)] }, [learned(1), learned(2)])),
    [0, 1, 2],
  );
});

test('before the first state nothing is known', () => {
  assert.equal(after(null, [learned(0)]), null);
});

test('events are read by their kind', () => {
  assert.deepEqual(runEvent('anew', '{}'), { kind: 'anew' });
  assert.deepEqual(runEvent('epoch', JSON.stringify(epoch(3))), learned(3));
});

test('only who waits or runs is not over', () => {
  const states: Job['state'][] = ['waiting', 'running', 'done', 'stopped', 'failed', 'overtime'];
  assert.deepEqual(
    states.filter((state) => !isOver(job(state))),
    ['waiting', 'running'],
  );
});
