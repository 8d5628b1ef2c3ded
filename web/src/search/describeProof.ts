import type { SearchResponse } from '../api/types.ts';
import { counted, thousands } from '../format/numbers.ts';

/** Why the results are the same as those of comparing everything in full. */
export function describeProof({
  n_compared: nCompared,
  proof: { n_compared_in_full: nInFull, others_beyond: bound },
}: SearchResponse): string {
  const all = counted(nCompared, 'second');
  if (bound === null || nInFull >= nCompared) return `Yes: all ${all} were compared in full.`;
  const others = thousands(nCompared - nInFull);
  return `Yes: of ${all}, ${thousands(nInFull)} were compared in full; the other ${others} are proven to be farther than ${bound.toFixed(3)}.`;
}
