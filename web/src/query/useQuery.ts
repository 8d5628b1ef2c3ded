import { ask } from '../api/ask.ts';
import type { Clip, Has, Source, Span, Upload } from '../api/model.ts';
import { type Awaiting, useAnswer } from '../api/useAnswer.ts';
import type { Moment } from '../routing/address.ts';
import { clamped } from '../timeline/span.ts';

/** What is asked with: some seconds of a clip, or of a file that was brought along. */
export interface Query {
  source: Source;
  /** Its file's name. */
  name: string;
  has: Has;
  nSecs: number;
  duration: number;
  span: Span;
}

/** What is known of the file of a moment. */
export function useQuery(moment: Moment | undefined): Awaiting<Query> | null {
  const { clip, upload } = moment ?? {};
  const file =
    clip === undefined ? `/api/uploads/${encodeURIComponent(upload ?? '')}` : `/api/clips/${encodeURIComponent(clip)}`;
  const known = useAnswer(file, moment ? (signal) => ask<Clip | Upload>(file, { signal }) : null);
  if (!moment) return null;
  if (known.state !== 'here') return known.state === 'waiting' ? { state: 'waiting' } : known;
  const { has, n_secs: nSecs, duration_secs: duration } = known.answer;
  const name = 'clip' in known.answer ? known.answer.clip : known.answer.name;
  const source = clip === undefined ? { upload: upload ?? '' } : { clip };
  const span = clamped(moment.span ?? { start: 0, len: nSecs }, nSecs);
  return { state: 'here', answer: { source, name, has, nSecs, duration, span } };
}

/** The question's words for it. */
export function sourceOf({ source, span }: Query): Source {
  return { ...source, span };
}
