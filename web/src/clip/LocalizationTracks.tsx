import type { LocalizeResponse, Modality } from '../api/types.ts';
import { MODALITIES } from '../modality/labels.ts';
import { Track } from '../timeline/Track.tsx';
import { DistancePlot } from './DistancePlot.tsx';
import { LocalizationLane } from './LocalizationLane.tsx';

interface Props {
  /** By the modality of the query. */
  localizations: Record<Modality, LocalizeResponse | undefined>;
  isLoading: boolean;
  duration: number;
}

const DIRECTION: Record<Modality, string> = { audio: 'Sound → picture', visual: 'Picture → sound' };

/** Tracks of the timeline that show where the moment was localized in its own clip. */
export function LocalizationTracks({ localizations, isLoading, duration }: Props) {
  const className = isLoading ? 'dim result-track' : 'result-track';
  const legend = (
    <span class="curve-legend">
      {MODALITIES.map((from) => (
        <span key={from} class={`${from}-ink`}>
          <Line dash={from === 'visual' ? '5 3' : undefined} /> {DIRECTION[from]}
        </span>
      ))}
    </span>
  );
  return (
    <>
      <Track name="Match quality" legend={legend} class={className}>
        <DistancePlot curves={localizations} duration={duration} />
      </Track>
      {MODALITIES.map((from) => (
        <Track key={from} name={DIRECTION[from]} modality={from} class={className}>
          <LocalizationLane localized={localizations[from]} from={from} duration={duration} />
        </Track>
      ))}
    </>
  );
}

function Line({ dash }: { dash: string | undefined }) {
  return (
    <svg viewBox="0 0 18 6" aria-hidden="true">
      <path d="M1 3h16" stroke="currentColor" stroke-width="2" stroke-dasharray={dash} />
    </svg>
  );
}
