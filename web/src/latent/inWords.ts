import { counted, thousands } from '../library/time.ts';
import { percent } from '../modality/partInWords.ts';

export function mapInWords(n: number): string {
  return `Map of ${counted(n, 'second')}: a point for each sound and a point for each picture`;
}

/** How much of the truth lies in a plane. */
export function shareInWords(share: number): string {
  return `A screen is flat and what was learned is not: these two directions show ${percent(share)} of the differences between seconds.`;
}

/** Null where every second is shown. */
export function sampleInWords(shown: number, inAll: number): string | null {
  return shown < inAll ? `${thousands(shown)} of ${thousands(inAll)} seconds are shown, evenly chosen.` : null;
}
