import { postJson } from '../api/fetchJson.ts';
import type { GenerateResponse, Modality } from '../api/types.ts';
import { useDebounced } from '../api/useDebounced.ts';
import { type RequestState, useRequest } from '../api/useRequest.ts';
import { type Query, toSource } from '../query/useQuery.ts';
import { generateRequest } from './generateRequest.ts';

/** Generates the other modality of a query; `seed` is that of the samples. */
export function useGeneration(query: Query, from: Modality, seed: number): RequestState<GenerateResponse> {
  const body = generateRequest(toSource(query), from, seed);
  const key = JSON.stringify(body);
  const debounced = useDebounced({ body, key }, key, 150);
  return useRequest(debounced.key, (signal) => postJson<GenerateResponse>('/api/generate', debounced.body, signal));
}
