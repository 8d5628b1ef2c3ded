import type { Modality, SearchRequest, SearchResponse } from '../api/types.ts';
import { usePost } from '../api/usePost.ts';
import { type Query, toSource } from '../query/useQuery.ts';
import { ResultGrid } from '../results/ResultGrid.tsx';

const N_RESULTS = 4;

interface Props {
  query: Query;
  from: Modality;
  to: Modality;
}

/** Matches within the query's own clip, shown apart from other results. */
export function SameClipResults({ query, from, to }: Props) {
  const body: SearchRequest = {
    query: toSource(query),
    from,
    to,
    k: N_RESULTS,
    per_video: N_RESULTS,
    elsewhere: false,
  };
  const request = usePost<SearchResponse>('/api/search', body);
  if (request.state !== 'loaded') return null;
  const { found, errors } = request.value;
  const results = found.filter(({ own_recording }) => own_recording);
  if (results.length === 0) return null;
  return (
    <section class="same-clip-results" aria-labelledby="same-clip">
      <h3 id="same-clip">Matches in the same clip</h3>
      <ResultGrid results={results} modality={to} name="same-clip" nSecs={query.span.len} errors={errors} />
    </section>
  );
}
