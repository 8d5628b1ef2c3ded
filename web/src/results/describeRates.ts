import type { MatchErrors } from '../api/types.ts';
import { counted, percent } from '../format/numbers.ts';

/** Both errors of the test that rejects results. */
export function describeErrors({ reject, mismatches_rejected: rejected, n_clips: nClips }: MatchErrors): string {
  return `The threshold loses ${percent(reject)} of true matches and rejects ${percent(rejected)} of others (${heldOut(nClips)}).`;
}

/** What the probability of a result is; `errors` tell how many clips it is measured on. */
export function describeProbability(errors: MatchErrors | null): string {
  const measured = errors ? `; measured on ${heldOut(errors.n_clips)}` : '';
  return `Probability that this is the query’s own recording, if it is among these videos${measured}`;
}

export function describePValue(pValue: number): string {
  const nOfHundred = Math.round(pValue * 100);
  return nOfHundred === 0
    ? 'Fewer than 1 of 100 true matches are this far'
    : `${nOfHundred} of 100 true matches are at least this far`;
}

export const heldOut = (nClips: number) => counted(nClips, 'held-out clip');
