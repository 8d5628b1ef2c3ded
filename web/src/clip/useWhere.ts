import { post } from '../api/ask.ts';
import type { Has, Localized, LocalizeQuestion, Modality, Source, Span } from '../api/model.ts';
import { isAnswered } from '../api/saved.ts';
import { type Awaiting, useAnswer } from '../api/useAnswer.ts';
import { keyOf } from '../timeline/span.ts';
import { useSettled } from '../api/useSettled.ts';

interface Where {
  audio: Awaiting<Localized>;
  visual: Awaiting<Localized>;
  /** What can be drawn by now: the last answers until new ones are here. */
  byModality: Partial<Record<Modality, Localized>>;
  isWaiting: boolean;
}

/** Where in its own clip a moment's sound is seen, and where its picture is heard; null where that cannot be asked. */
export function useWhere(source: Source, moment: Span, has: Has, canAsk: boolean): Where | null {
  const settled = useSettled(moment, keyOf({ span: moment }), 200);
  const asked = (from: Modality): LocalizeQuestion => ({ query: { ...source, span: settled }, in: source, from });
  const isAsked = canAsk && has.audio && has.visual && isAnswered('/api/localize', asked('audio'));
  const about = keyOf({ ...source, span: settled });
  const question = (from: Modality) =>
    isAsked ? (signal: AbortSignal) => post<Localized>('/api/localize', asked(from), signal) : null;
  const audio = useAnswer(`audio ${about}`, question('audio'));
  const visual = useAnswer(`visual ${about}`, question('visual'));
  if (!isAsked) return null;
  return {
    audio,
    visual,
    byModality: { ...drawn('audio', audio), ...drawn('visual', visual) },
    isWaiting: audio.state === 'waiting' || visual.state === 'waiting',
  };
}

function drawn(modality: Modality, awaiting: Awaiting<Localized>): Partial<Record<Modality, Localized>> {
  if (awaiting.state === 'here') return { [modality]: awaiting.answer };
  return awaiting.state === 'waiting' && awaiting.earlier ? { [modality]: awaiting.earlier } : {};
}
