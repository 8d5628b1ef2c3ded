import assert from 'node:assert/strict';
import test from 'node:test';
import type { Epoch, Job } from '../api/types.ts';
import { applyEvents, isFinished, type RunEvent, parseEvent } from './runEvents.ts';

const request = { job: '1', model: 'cca', seed: 0, epochs: null };
const initial = { stage: null, detail: null, began_unix_secs: null, ended_unix_secs: null, curve: [] };
const job = (state: Job['state']): Job => ({ ...request, state, ...initial });
const epoch = (at: number): Epoch => ({
  epoch: at,
  n_epochs: 9,
  total: 1,
  terms: [],
  active_units: null,
  latent_dim: 0,
});
const epochEvent = (at: number): RunEvent => ({ kind: 'epoch', epoch: epoch(at) });
const epochsOf = (run: Job | null) => run?.curve.map(({ epoch: at }) => at);

test('a state event keeps the curve', () => {
  const run = applyEvents(applyEvents(null, [{ kind: 'state', job: job('running') }, epochEvent(0)]), [
    epochEvent(1),
    { kind: 'state', job: job('done') },
  ]);
  assert.equal(run?.state, 'done');
  assert.deepEqual(epochsOf(run), [0, 1]);
});

test('the event `anew` empties the curve', () => {
  const run = applyEvents(null, [
    { kind: 'state', job: job('running') },
    epochEvent(0),
    epochEvent(1),
    { kind: 'anew' },
    epochEvent(0),
  ]);
  assert.deepEqual(epochsOf(run), [0]);
});

test('a repeated epoch replaces the first one', () => {
  assert.deepEqual(
    epochsOf(applyEvents({ ...job('running'), curve: [epoch(0), epoch(1)] }, [epochEvent(1), epochEvent(2)])),
    [0, 1, 2],
  );
});

test('there is no run before the first state', () => {
  assert.equal(applyEvents(null, [epochEvent(0)]), null);
});

test('events are parsed by kind', () => {
  assert.deepEqual(parseEvent('anew', '{}'), { kind: 'anew' });
  assert.deepEqual(parseEvent('epoch', JSON.stringify(epoch(3))), epochEvent(3));
});

test('waiting and running runs are not finished', () => {
  const states: Job['state'][] = ['waiting', 'running', 'done', 'stopped', 'failed', 'overtime'];
  assert.deepEqual(
    states.filter((state) => !isFinished(job(state))),
    ['waiting', 'running'],
  );
});
