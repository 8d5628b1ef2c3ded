import assert from 'node:assert/strict';
import test from 'node:test';
import { loudestSpan, downsample } from './peaks.ts';

test('downsampling keeps the maximum of each group and the duration', () => {
  const { bin_secs, peaks } = downsample({ bin_secs: 0.01, peaks: [0, 0.5, 0.1, 0.2, 0.9] }, 3);
  assert.equal(bin_secs, 0.02);
  assert.deepEqual(peaks, [0.5, 0.2, 0.9]);
});

test('short waveforms are not downsampled', () => {
  const waveform = { bin_secs: 0.01, peaks: [0.1, 0.2] };
  assert.deepEqual(downsample(waveform, 2), waveform);
});

test('the loudest span', () => {
  const peaks = [0.1, 0.1, 0.2, 0.2, 0.8, 0.7, 0.1, 0.9];
  assert.deepEqual(loudestSpan({ bin_secs: 0.5, peaks }, 2, 4), { start: 2, len: 2 });
  assert.deepEqual(loudestSpan({ bin_secs: 0.5, peaks }, 9, 4), { start: 0, len: 4 });
});

test('the loudest span of silence is its first', () => {
  assert.deepEqual(loudestSpan({ bin_secs: 1, peaks: [0, 0, 0] }, 1, 3), { start: 0, len: 1 });
});
