import assert from 'node:assert/strict';
import test from 'node:test';
import { loudestSpan, thinned } from './peaks.ts';

test('thinned peaks keep the loudest of each stretch and the length of time', () => {
  const { bin_secs, peaks } = thinned({ bin_secs: 0.01, peaks: [0, 0.5, 0.1, 0.2, 0.9] }, 3);
  assert.equal(bin_secs, 0.02);
  assert.deepEqual(peaks, [0.5, 0.2, 0.9]);
});

test('few peaks stay as they are', () => {
  const waveform = { bin_secs: 0.01, peaks: [0.1, 0.2] };
  assert.deepEqual(thinned(waveform, 2), waveform);
});

test('the loudest stretch', () => {
  const peaks = [0.1, 0.1, 0.2, 0.2, 0.8, 0.7, 0.1, 0.9];
  assert.deepEqual(loudestSpan({ bin_secs: 0.5, peaks }, 2, 4), { start: 2, len: 2 });
  assert.deepEqual(loudestSpan({ bin_secs: 0.5, peaks }, 9, 4), { start: 0, len: 4 });
});

test('silence has a loudest stretch, too: its first', () => {
  assert.deepEqual(loudestSpan({ bin_secs: 1, peaks: [0, 0, 0] }, 1, 3), { start: 0, len: 1 });
});
