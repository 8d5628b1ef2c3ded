import type { GenerateQuestion, Modality, Source } from '../api/model.ts';

/** As many as fill two rows. */
const N_NEAREST = 6;
const N_DRAWS = 6;
/** The draws that are shown first. */
export const FIRST_SEED = 1;

/** What is generated of a moment; `seed` says which draws. */
export function generateQuestion(query: Source, from: Modality, seed: number): GenerateQuestion {
  return { query, from, k: N_NEAREST, samples: N_DRAWS, seed };
}
