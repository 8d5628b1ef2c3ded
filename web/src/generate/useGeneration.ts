import type { GenerateResponse, Modality } from '../api/types.ts';
import { useDebounced } from '../api/useDebounced.ts';
import { usePost } from '../api/usePost.ts';
import type { RequestState } from '../api/useRequest.ts';
import { type Query, toSource } from '../query/useQuery.ts';
import { generateRequest } from './generateRequest.ts';

/** Generates the other modality of a query; `seed` is that of the samples. */
export function useGeneration(query: Query, from: Modality, seed: number): RequestState<GenerateResponse> {
  return usePost('/api/generate', useDebounced(generateRequest(toSource(query), from, seed), 150));
}
