import type { GenerateResponse } from '../api/types.ts';
import { counted, percent } from '../format/numbers.ts';

/** What it means that a result is too far from what was generated. */
export function describeImplausible({
  share,
  n_seconds: nSeconds,
}: NonNullable<GenerateResponse['plausibility']>): string {
  return `Farther from what was generated than ${percent(share)} of ${counted(nSeconds, 'second')} are from what is generated for them`;
}
