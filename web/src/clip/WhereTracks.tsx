import type { Has, Localized, Modality } from '../api/model.ts';
import { Track } from '../timeline/Track.tsx';
import { FitCurves } from './FitCurves.tsx';
import { WindowLane } from './WindowLane.tsx';

interface Props {
  byModality: Partial<Record<Modality, Localized>>;
  isWaiting: boolean;
  has: Has;
  duration: number;
}

/** Where in this clip the moment's sound is seen and its picture is heard. */
export function WhereTracks({ byModality, isWaiting, has, duration }: Props) {
  if (!has.audio || !has.visual) return null;
  const dim = isWaiting ? 'dim' : '';
  const key = (
    <span class="fit-key">
      <span class="audio-ink">
        <Line /> sound seen
      </span>
      <span class="visual-ink">
        <Line dash="5 3" /> picture heard
      </span>
    </span>
  );
  return (
    <>
      <Track name="How well it fits" aside={key} class={`${dim} answer-track`}>
        <FitCurves byModality={byModality} duration={duration} />
      </Track>
      <Track name="Sound seen" modality="audio" class={`${dim} answer-track`}>
        <WindowLane localized={byModality.audio} from="audio" duration={duration} />
      </Track>
      <Track name="Picture heard" modality="visual" class={`${dim} answer-track`}>
        <WindowLane localized={byModality.visual} from="visual" duration={duration} />
      </Track>
    </>
  );
}

function Line({ dash }: { dash?: string }) {
  return (
    <svg viewBox="0 0 18 6" aria-hidden="true">
      <path d="M1 3h16" stroke="currentColor" stroke-width="2" stroke-dasharray={dash} />
    </svg>
  );
}
