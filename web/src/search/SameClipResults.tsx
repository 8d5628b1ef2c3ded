import { postJson } from '../api/fetchJson.ts';
import type { Modality, SearchRequest, SearchResponse } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { type Query, toSource } from '../query/useQuery.ts';
import { ResultGrid } from '../results/ResultGrid.tsx';
import { momentKey } from '../timeline/span.ts';

const N_RESULTS = 4;

interface Props {
  query: Query;
  from: Modality;
  to: Modality;
}

/** Matches within the query's own clip, shown apart from other results. */
export function SameClipResults({ query, from, to }: Props) {
  const body: SearchRequest = { query: toSource(query), from, to, k: N_RESULTS, elsewhere: false };
  const key = `${momentKey({ ...query.source, span: query.span })} ${from} ${to}`;
  const request = useRequest(key, (signal) => postJson<SearchResponse>('/api/search', body, signal));
  const results = request.state === 'loaded' ? request.value.found.filter(({ own_file }) => own_file) : [];
  if (results.length === 0) return null;
  return (
    <section class="same-clip-results" aria-labelledby="same-clip">
      <h3 id="same-clip">Matches in the same clip</h3>
      <ResultGrid results={results} modality={to} name="same-clip" nSecs={query.span.len} />
    </section>
  );
}
