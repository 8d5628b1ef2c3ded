import type { Waveform } from '../api/model.ts';

/** The loudest of every few bins, so that no more are drawn than can be seen. */
export function thinned({ bin_secs, peaks }: Waveform, most: number): Waveform {
  const each = Math.ceil(peaks.length / most);
  if (each <= 1) return { bin_secs, peaks };
  const loudest: number[] = [];
  for (let first = 0; first < peaks.length; first += each) {
    let peak = 0;
    for (let bin = first; bin < Math.min(first + each, peaks.length); bin++) peak = Math.max(peak, peaks[bin] ?? 0);
    loudest.push(peak);
  }
  return { bin_secs: bin_secs * each, peaks: loudest };
}

/** The stretch of whole seconds in which most is heard: a moment to begin with. */
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
