import type { Searched } from '../api/model.ts';
import { counted } from '../library/time.ts';
import { WORD } from '../sense/words.ts';

/** An honest end: what was compared, why none of it is an answer, and what else could be tried. */
export function NothingFits({ searched: { n_compared: nCompared, refused_beyond: beyond, to, query } }: { searched: Searched }) {
  if (nCompared === 0) {
    return (
      <div class="nothing-fits note">
        <p class="note-title">There is nothing to compare with</p>
        <p>No other clip of this library has a {WORD[to]}.</p>
      </div>
    );
  }
  return (
    <div class="nothing-fits note">
      <p class="note-title">Nothing fits</p>
      <p>
        {counted(nCompared, 'second')} {nCompared === 1 ? 'was' : 'were'} compared, and even the nearest is farther off than true matches are
        {beyond !== null && <> (beyond {beyond.toFixed(2)})</>}. Showing it all the same would be a guess.
      </p>
      <p>
        {query.span.len === 1 ? 'Mark a longer moment' : 'Mark the moment more closely'}, take its {query.sense === 'audio' ? 'picture' : 'sound'} instead, or bring another example of
        the same thing.
      </p>
    </div>
  );
}
