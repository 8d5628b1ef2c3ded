import type { Modality, SearchResult } from '../api/types.ts';
import { DistanceParts } from '../results/DistanceParts.tsx';
import { MomentCard } from '../results/MomentCard.tsx';
import { OtherMoments } from '../results/OtherMoments.tsx';

interface Props {
  /** Unique on the page. */
  id: string;
  result: SearchResult;
  /** The modality that was generated. */
  modality: Modality;
  /** Length of the query. */
  nSecs: number;
  /** Whether it is a result of its own, and not one of many samples. */
  isResult?: boolean;
  /** Why it is marked as implausible; undefined if it is not. */
  implausible?: string | undefined;
}

/** A real second near to generated features. */
export function NearestCard({ id, result, modality, nSecs, isResult, implausible }: Props) {
  const { clip, second, distance, parts, others, own_recording: isOwnRecording } = result;
  const note = [implausible && 'implausible', isOwnRecording && 'same recording'].filter(Boolean).join(' · ');
  return (
    <MomentCard id={id} clip={clip} span={{ start: second, len: nSecs }} modality={modality}>
      {note && (
        <p class="result-note" title={implausible}>
          {note}
        </p>
      )}
      {isResult && (
        <>
          <OtherMoments moments={others} nSecs={nSecs} />
          <details>
            <summary>Details</summary>
            <DistanceParts parts={parts} distance={distance} />
            {implausible && <p class="quiet">{implausible}.</p>}
          </details>
        </>
      )}
    </MomentCard>
  );
}
