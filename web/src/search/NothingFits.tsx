import type { Modality, Searched } from '../api/model.ts';
import { counted } from '../library/time.ts';
import type { Query } from '../query/useQuery.ts';
import type { Moment, Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { LIKE, otherModality, WORD } from '../modality/words.ts';
import { WithinItsClip } from './WithinItsClip.tsx';

interface Props {
  searched: Searched;
  query: Query;
}

/** An honest end: what was compared, why none of it is an answer, what else could be tried, and what is near nevertheless. */
export function NothingFits({ searched, query }: Props) {
  const { n_compared: nCompared, refused_beyond: beyond, to, query: asked } = searched;
  if (nCompared === 0) {
    return (
      <div class="nothing-fits note">
        <p class="note-title">There is nothing to compare with</p>
        <p>No other clip of this library has a {WORD[to]}.</p>
      </div>
    );
  }
  return (
    <>
      <div class="nothing-fits note">
        <p class="note-title">None of {counted(nCompared, 'second')} is a match</p>
        <p>
          Even the nearest is farther off than true matches are{beyond !== null && <> (beyond {beyond.toFixed(2)})</>}.
          Showing it as an answer would be a guess.
        </p>
        <p>You could try another question, or bring another example of the same thing:</p>
        <ul class="other-questions">
          {otherQuestions(query, asked.modality, to).map(({ says, page }) => (
            <li key={says}>
              <Link to={page} class="button">
                {says}
              </Link>
            </li>
          ))}
        </ul>
      </div>
      {asked.in_library && <WithinItsClip query={query} from={asked.modality} to={to} />}
    </>
  );
}

function otherQuestions({ source, span, has }: Query, from: Modality, to: Modality): { says: string; page: Page }[] {
  const moment: Moment = { ...source, span };
  const [otherFrom, otherTo] = [otherModality(from), otherModality(to)];
  const asks: { says: string; page: Page }[] = [
    { says: `Find what ${LIKE[otherTo]} this ${WORD[from]}`, page: { page: 'search', moment, from, to: otherTo } },
  ];
  if (has[otherFrom])
    asks.push({
      says: `Find what ${LIKE[to]} this ${WORD[otherFrom]}`,
      page: { page: 'search', moment, from: otherFrom, to },
    });
  if (source.clip !== undefined)
    asks.push({ says: 'Mark another moment', page: { page: 'clip', clip: source.clip, span } });
  return asks;
}
