import type { GenerateRequest, Modality, Source } from '../api/types.ts';

/** As many as fill two rows. */
const N_NEAREST = 6;
const N_SAMPLES = 6;
export const FIRST_SEED = 1;

export function generateRequest(query: Source, from: Modality, seed: number): GenerateRequest {
  return { query, from, k: N_NEAREST, per_video: 1, samples: N_SAMPLES, seed };
}
