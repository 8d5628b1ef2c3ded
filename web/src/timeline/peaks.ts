import type { Waveform } from '../api/types.ts';

/** The maximum of every few bins, so that at most `maxBins` are drawn. */
export function downsample({ bin_secs, peaks }: Waveform, maxBins: number): Waveform {
  const factor = Math.ceil(peaks.length / maxBins);
  if (factor <= 1) return { bin_secs, peaks };
  const maxima: number[] = [];
  for (let first = 0; first < peaks.length; first += factor) {
    maxima.push(peaks.slice(first, first + factor).reduce((most, peak) => Math.max(most, peak), 0));
  }
  return { bin_secs: bin_secs * factor, peaks: maxima };
}

/** The loudest span of `len` whole seconds: the default query. */
export function loudestSpan({ bin_secs, peaks }: Waveform, len: number, nSecs: number) {
  const loudness = new Float64Array(nSecs);
  peaks.forEach((peak, bin) => {
    const second = Math.min(Math.floor(bin * bin_secs), nSecs - 1);
    loudness[second] = (loudness[second] ?? 0) + peak;
  });
  const span = { start: 0, len: Math.min(len, nSecs) };
  let most = -1;
  for (let start = 0; start + span.len <= nSecs; start++) {
    const sum = loudness.subarray(start, start + span.len).reduce((a, b) => a + b, 0);
    if (sum > most) {
      most = sum;
      span.start = start;
    }
  }
  return span;
}
