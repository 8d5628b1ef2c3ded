import { post } from '../api/ask.ts';
import type { Generated, Modality } from '../api/model.ts';
import { type Awaiting, useAnswer } from '../api/useAnswer.ts';
import { sourceOf, type Query } from '../query/useQuery.ts';
import { useSettled } from '../api/useSettled.ts';
import { generateQuestion } from './generateQuestion.ts';

/** What is imagined of a moment; `seed` says which draws. */
export function useImagined(query: Query, from: Modality, seed: number): Awaiting<Generated> {
  const question = generateQuestion(sourceOf(query), from, seed);
  const about = JSON.stringify(question);
  const settled = useSettled({ question, about }, about, 150);
  return useAnswer(settled.about, (signal) => post<Generated>('/api/generate', settled.question, signal));
}
