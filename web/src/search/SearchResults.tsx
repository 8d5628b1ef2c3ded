import { useState } from 'preact/hooks';
import type { Modality, SearchResponse } from '../api/types.ts';
import { usePost } from '../api/usePost.ts';
import { resultsName } from '../modality/labels.ts';
import { type Query, toSource } from '../query/useQuery.ts';
import { describeErrors } from '../results/describeRates.ts';
import { ResultGrid } from '../results/ResultGrid.tsx';
import { describeProof } from './describeProof.ts';
import { NoMatch } from './NoMatch.tsx';
import { ResultsSection } from './ResultsSection.tsx';
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
  return (
    <ResultsSection
      heading={headingOf(resultsName(from, to))}
      request={request}
      order="nearest first"
      option={
        isOfLibrary && (
          <label class="results-option">
            <input type="checkbox" checked={!isElsewhere} onChange={() => setElsewhere(!isElsewhere)} /> Include the
            same clip
          </label>
        )
      }
    >
      {(response) => (
        <>
          {response.found.length > 0 ? (
            <>
              <ResultGrid
                key={key}
                results={response.found}
                modality={to}
                nSecs={query.span.len}
                errors={response.errors}
                name="result"
              />
              {response.errors && <p class="search-errors">{describeErrors(response.errors)}</p>}
            </>
          ) : (
            <NoMatch response={response} query={query} />
          )}
          {response.n_compared > 0 && (
            <details class="proof">
              <summary>Is this search exact?</summary>
              <p class="quiet">{describeProof(response)}</p>
            </details>
          )}
        </>
      )}
    </ResultsSection>
  );
}

const headingOf = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);
