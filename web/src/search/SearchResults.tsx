import { useState } from 'preact/hooks';
import type { Modality, SearchResponse } from '../api/types.ts';
import { usePost } from '../api/usePost.ts';
import { latestValue } from '../api/useRequest.ts';
import { counted } from '../format/numbers.ts';
import { resultsName } from '../modality/labels.ts';
import { type Query, toSource } from '../query/useQuery.ts';
import { ResultGrid } from '../results/ResultGrid.tsx';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { describeProof } from './describeProof.ts';
import { NoMatch } from './NoMatch.tsx';
import { searchRequest } from './searchRequest.ts';

interface Props {
  query: Query;
  from: Modality;
  to: Modality;
}

/** The results of a search, nearest first, or that there is no match. */
export function SearchResults({ query, from, to }: Props) {
  const isOfLibrary = query.source.clip !== undefined;
  const [isElsewhere, setElsewhere] = useState(isOfLibrary);
  const body = searchRequest(toSource(query), from, to, isElsewhere);
  const key = JSON.stringify(body);
  const request = usePost<SearchResponse>('/api/search', body);
  const isLoading = request.state === 'loading';
  const shown = latestValue(request);
  return (
    <section class="search-results" aria-labelledby="results">
      <div class="search-results-top">
        <h2 id="results">{headingOf(resultsName(from, to))}</h2>
        <p class="quiet" role="status">
          {request.state === 'loaded' && describeCount(request.value)}
        </p>
        {isOfLibrary && (
          <label class="same-clip">
            <input type="checkbox" checked={!isElsewhere} onChange={() => setElsewhere(!isElsewhere)} /> Include the
            same clip
          </label>
        )}
      </div>
      {isLoading && !shown && <Loading text="Comparing…" />}
      {request.state === 'failed' && <ProblemNote problem={request.problem} retry={request.retry} />}
      {shown && (
        <div class={isLoading ? 'dim' : undefined}>
          {shown.found.length > 0 ? (
            <ResultGrid key={key} results={shown.found} modality={to} nSecs={query.span.len} name="result" />
          ) : (
            <NoMatch response={shown} query={query} />
          )}
          {shown.n_compared > 0 && (
            <details class="proof">
              <summary>Is this search exact?</summary>
              <p class="quiet">{describeProof(shown)}</p>
            </details>
          )}
        </div>
      )}
    </section>
  );
}

const headingOf = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const describeCount = ({ found, fewer }: SearchResponse) => {
  if (found.length === 0) return 'No match';
  const others = fewer === null ? '' : fewer === 'no-match' ? '; all others are no match' : '; there are no others';
  return `${counted(found.length, 'result')}, nearest first${others}`;
};
