import type { GenerateResponse } from '../api/types.ts';
import { percent } from '../format/numbers.ts';

/** What it means that a result is too far from what was generated. */
export function describeImplausible({ share }: NonNullable<GenerateResponse['plausibility']>): string {
  return `Farther from what was generated than ${percent(share)} of the true seconds of held-out clips are from what is generated for them`;
}
