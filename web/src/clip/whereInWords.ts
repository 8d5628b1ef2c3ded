import type { Localized, Modality } from '../api/model.ts';
import { clock } from '../library/time.ts';
import { spanInWords } from '../timeline/span.ts';

export interface Where {
  isRefused: boolean;
  /** Where it is, in a few words. */
  says: string;
  /** How sure that is. */
  hedges: string;
}

const HAPPENS: Record<Modality, string> = { audio: 'heard', visual: 'seen' };

/** Where a moment's sound is seen, or its picture heard, and how much that is to be believed. */
export function whereInWords({ found, sequence, distances, certainty, verdict, tied_starts }: Localized): Where {
  const happens = HAPPENS[sequence.modality];
  if (verdict?.no_match) {
    return {
      isRefused: true,
      says: `Nothing here fits`,
      hedges: `The nearest, at ${spanInWords(found)}, is farther off than true matches are.`,
    };
  }
  const says = `Best ${happens} at ${spanInWords(found)}`;
  if (!certainty) {
    const ties = tied_starts.length > 1 ? ` Just as good from ${times(tied_starts)}.` : '';
    return {
      isRefused: false,
      says,
      hedges: `How sure that is, is not known: there were too few clips to find out.${ties}`,
    };
  }
  const others = certainty.starts.filter((start) => start !== found.start);
  if (others.length === 0) return { isRefused: false, says, hedges: 'Quite sure: no other place comes close.' };
  if (certainty.starts.length >= distances.length) {
    return { isRefused: false, says, hedges: 'Not sure at all: it could be anywhere in this clip.' };
  }
  const share = certainty.probability >= 0.6 ? 'Fairly sure.' : 'Not sure.';
  return { isRefused: false, says, hedges: `${share} It could also start at ${times(others)}.` };
}

const MOST_TIMES = 5;

function times(starts: readonly number[]): string {
  const named = starts.slice(0, MOST_TIMES).map(clock);
  const rest = starts.length - named.length;
  if (rest > 0) return `${named.join(', ')} or ${rest} other ${rest === 1 ? 'place' : 'places'}`;
  return named.length > 1 ? `${named.slice(0, -1).join(', ')} or ${named.at(-1)}` : (named[0] ?? '');
}
