import { isAvailable } from '../api/saved.ts';
import type { HasModality, LocalizeRequest, LocalizeResponse, Modality, Source, Span } from '../api/types.ts';
import { useDebounced } from '../api/useDebounced.ts';
import { usePost } from '../api/usePost.ts';
import { latestValue, type RequestState } from '../api/useRequest.ts';

interface Localizations {
  audio: RequestState<LocalizeResponse>;
  visual: RequestState<LocalizeResponse>;
  /** What to show now: the previous results while new ones load. */
  shown: Record<Modality, LocalizeResponse | undefined>;
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
  const span = useDebounced(moment, 200);
  const body = (from: Modality): LocalizeRequest => ({ query: { ...source, span }, in: source, from });
  const isSent = isEnabled && has.audio && has.visual && isAvailable('/api/localize', body('audio'));
  const audio = usePost<LocalizeResponse>('/api/localize', isSent ? body('audio') : null);
  const visual = usePost<LocalizeResponse>('/api/localize', isSent ? body('visual') : null);
  if (!isSent) return null;
  return {
    audio,
    visual,
    shown: { audio: latestValue(audio), visual: latestValue(visual) },
    isLoading: audio.state === 'loading' || visual.state === 'loading',
  };
}
