import type { LocalizeResponse } from '../api/types.ts';
import { percent, probabilityPercent } from '../format/numbers.ts';
import { clock } from '../format/time.ts';
import { heldOut } from '../results/describeRates.ts';
import { formatSpan } from '../timeline/span.ts';

export interface Description {
  title: string;
  /** The confidence and other possible starts. */
  confidence: string;
}

/** Where a query was found, and with what confidence. */
export function describeLocalization(localized: LocalizeResponse): Description {
  const { found, verdict } = localized;
  if (verdict?.no_match) {
    return {
      title: 'No match',
      confidence: `The closest moment, ${formatSpan(found)}, is beyond the threshold for a match.`,
    };
  }
  return { title: `Best match at ${formatSpan(found)}`, confidence: describeConfidence(localized) };
}

function describeConfidence({ found, distances, certainty, tied_starts: ties }: LocalizeResponse): string {
  if (!certainty) {
    const tied = ties.length > 1 ? ` Equally good starts: ${listTimes(ties)}.` : '';
    return `Confidence is not available: the library has too few clips to calibrate it.${tied}`;
  }
  const others = certainty.starts.filter((start) => start !== found.start);
  const { probability, coverage, n_clips: nClips, starts } = certainty;
  const set =
    others.length === 0
      ? 'no other start'
      : starts.length >= distances.length
        ? 'every start in this clip'
        : `also ${listTimes(others)}`;
  return `Probability ${probabilityPercent(probability)}, if it occurs here. Prediction set with ${percent(coverage)} coverage (${heldOut(nClips)}): ${set}.`;
}

const MAX_TIMES = 5;

function listTimes(starts: readonly number[]): string {
  const listed = starts.slice(0, MAX_TIMES).map(clock);
  const nMore = starts.length - listed.length;
  if (nMore > 0) return `${listed.join(', ')} or ${nMore} other ${nMore === 1 ? 'position' : 'positions'}`;
  return listed.length > 1 ? `${listed.slice(0, -1).join(', ')} or ${listed.at(-1)}` : (listed[0] ?? '');
}
