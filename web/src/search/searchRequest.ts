import type { Modality, SearchRequest, Source } from '../api/types.ts';

/** Number of results of a search. */
export const N_RESULTS = 24;

/** `elsewhere` excludes the query's own file. */
export function searchRequest(query: Source, from: Modality, to: Modality, elsewhere: boolean): SearchRequest {
  return { query, from, to, k: N_RESULTS, per_video: 1, elsewhere };
}
