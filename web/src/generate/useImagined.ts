import { post } from '../api/ask.ts';
import type { Generated, GenerateQuestion, Modality } from '../api/model.ts';
import { type Awaiting, useAnswer } from '../api/useAnswer.ts';
import { sourceOf, type Query } from '../query/useQuery.ts';
import { useSettled } from '../api/useSettled.ts';

/** As many as fill two rows. */
const N_NEAREST = 6;
const N_DRAWS = 6;

/** What is imagined of a moment; `seed` says which draws. */
export function useImagined(query: Query, from: Modality, seed: number): Awaiting<Generated> {
  const question: GenerateQuestion = { query: sourceOf(query), from, k: N_NEAREST, samples: N_DRAWS, seed };
  const about = JSON.stringify(question);
  const settled = useSettled({ question, about }, about, 150);
  return useAnswer(settled.about, (signal) => post<Generated>('/api/generate', settled.question, signal));
}
