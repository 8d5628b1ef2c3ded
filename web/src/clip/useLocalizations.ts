import { postJson } from '../api/fetchJson.ts';
import { isAvailable } from '../api/saved.ts';
import type { HasModality, LocalizeRequest, LocalizeResponse, Modality, Source, Span } from '../api/types.ts';
import { useDebounced } from '../api/useDebounced.ts';
import { type RequestState, useRequest } from '../api/useRequest.ts';
import { momentKey } from '../timeline/span.ts';

interface Localizations {
  audio: RequestState<LocalizeResponse>;
  visual: RequestState<LocalizeResponse>;
  /** What to show now: the previous results while new ones load. */
  shown: Partial<Record<Modality, LocalizeResponse>>;
  isLoading: boolean;
}

/**
 * Localizes the sound of a moment in the picture of its own clip, and its picture in the sound. Null if there is no
 * model, only one modality, or no saved result.
 */
export function useLocalizations(
  source: Source,
  moment: Span,
  has: HasModality,
  isEnabled: boolean,
): Localizations | null {
  const span = useDebounced(moment, momentKey({ span: moment }), 200);
  const body = (from: Modality): LocalizeRequest => ({ query: { ...source, span }, in: source, from });
  const isSent = isEnabled && has.audio && has.visual && isAvailable('/api/localize', body('audio'));
  const key = momentKey({ ...source, span });
  const request = (from: Modality) =>
    isSent ? (signal: AbortSignal) => postJson<LocalizeResponse>('/api/localize', body(from), signal) : null;
  const audio = useRequest(`audio ${key}`, request('audio'));
  const visual = useRequest(`visual ${key}`, request('visual'));
  if (!isSent) return null;
  return {
    audio,
    visual,
    shown: { ...latest('audio', audio), ...latest('visual', visual) },
    isLoading: audio.state === 'loading' || visual.state === 'loading',
  };
}

function latest(
  modality: Modality,
  request: RequestState<LocalizeResponse>,
): Partial<Record<Modality, LocalizeResponse>> {
  if (request.state === 'loaded') return { [modality]: request.value };
  return request.state === 'loading' && request.previous ? { [modality]: request.previous } : {};
}
