import type { Searched } from '../api/model.ts';
import { counted, thousands } from '../library/time.ts';

/** Why the answers are those that comparing everything in full would give. */
export function proofInWords({
  n_compared: nCompared,
  proof: { n_compared_in_full: nInFull, others_beyond: beyond },
}: Searched): string {
  const all = counted(nCompared, 'second');
  if (beyond === null || nInFull >= nCompared) return `No: all ${all} were compared in full.`;
  const others = thousands(nCompared - nInFull);
  return `No: of ${all}, ${thousands(nInFull)} were compared in full; the other ${others} are proven to be farther off than ${beyond.toFixed(3)}.`;
}
