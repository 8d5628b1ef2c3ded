import type { Modality, SearchResponse } from '../api/types.ts';
import { counted } from '../format/numbers.ts';
import { MODALITY_NAME, otherModality, resultsName } from '../modality/labels.ts';
import type { Query } from '../query/useQuery.ts';
import { describeErrors } from '../results/describeRates.ts';
import type { Moment, Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { SameClipResults } from './SameClipResults.tsx';

interface Props {
  response: SearchResponse;
  query: Query;
}

/** A search without a match: the threshold and its errors, other searches to try, and matches within the same clip. */
export function NoMatch({ response, query }: Props) {
  const { n_compared: nCompared, rejected_beyond: threshold, to, query: queryInfo, errors } = response;
  if (nCompared === 0) {
    return (
      <div class="note">
        <p class="note-title">Nothing to search</p>
        <p>No other clip of this library has a {MODALITY_NAME[to]}.</p>
      </div>
    );
  }
  return (
    <>
      <div class="note no-match">
        <p class="note-title">No match among {counted(nCompared, 'second')}</p>
        <p>
          Even the nearest is beyond the threshold for a match
          {threshold !== null && <> (distance {threshold.toFixed(2)})</>}.{errors && <> {describeErrors(errors)}</>}
        </p>
        <p>Try another search, or another example as the query:</p>
        <ul class="other-searches">
          {otherSearches(query, queryInfo.modality, to).map(({ text, page }) => (
            <li key={text}>
              <Link to={page} class="button">
                {text}
              </Link>
            </li>
          ))}
        </ul>
      </div>
      {queryInfo.in_library && <SameClipResults query={query} from={queryInfo.modality} to={to} />}
    </>
  );
}

function otherSearches({ source, span, has }: Query, from: Modality, to: Modality): { text: string; page: Page }[] {
  const moment: Moment = { ...source, span };
  const search = (nextFrom: Modality, nextTo: Modality) => ({
    text: `Find ${resultsName(nextFrom, nextTo)}`,
    page: { page: 'search', moment, from: nextFrom, to: nextTo } as const,
  });
  const searches: { text: string; page: Page }[] = [search(from, otherModality(to))];
  if (has[otherModality(from)]) searches.push(search(otherModality(from), to));
  if (source.clip !== undefined)
    searches.push({ text: 'Select another moment', page: { page: 'clip', clip: source.clip, span } });
  return searches;
}
