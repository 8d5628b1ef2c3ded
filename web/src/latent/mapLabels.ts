import { counted, percent, thousands } from '../format/numbers.ts';

export function mapLabel(nPairs: number): string {
  return `Map of ${counted(nPairs, 'second')} with one point for the sound and one for the picture of each`;
}

export function varianceLabel(share: number): string {
  return `The two dimensions show ${percent(share)} of the variance of the latent space.`;
}

/** Null if every second is shown. */
export function sampleLabel(nShown: number, nAll: number): string | null {
  return nShown < nAll ? `The map shows an even sample of ${thousands(nShown)} of ${thousands(nAll)} seconds.` : null;
}
