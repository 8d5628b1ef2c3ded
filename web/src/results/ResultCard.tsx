import type { Modality, SearchResult } from '../api/types.ts';
import { formatSpan } from '../timeline/span.ts';
import { describeMatch, describePValue } from './describeMatch.ts';
import { DistanceBar } from './DistanceBar.tsx';
import { DistanceParts } from './DistanceParts.tsx';
import { MomentCard } from './MomentCard.tsx';
import { OtherMoments } from './OtherMoments.tsx';

interface Props {
  result: SearchResult;
  /** The modality that was searched. */
  modality: Modality;
  /** Unique on the page. */
  id: string;
  /** The greatest distance of all results. */
  maxDistance: number;
  /** Length of the query. */
  nSecs: number;
}

/** A search result with its distance. */
export function ResultCard({ result, modality, id, maxDistance, nSecs }: Props) {
  const {
    clip,
    second,
    span: around,
    parts,
    distance,
    p_value: pValue,
    own_recording: isOwnRecording,
    others,
  } = result;
  const note = [describeMatch(pValue), isOwnRecording ? 'same recording' : ''].filter(Boolean).join(' · ');
  return (
    <MomentCard id={id} clip={clip} span={{ start: second, len: nSecs }} modality={modality}>
      <DistanceBar parts={parts} maxDistance={maxDistance} />
      {note && <p class="result-note">{note}</p>}
      <OtherMoments moments={others} nSecs={nSecs} />
      <details>
        <summary>Details</summary>
        <DistanceParts parts={parts} distance={distance} />
        {around.len > 1 && <p class="quiet">All seconds of {formatSpan(around)} are among the nearest.</p>}
        {pValue !== null && <p class="quiet">{describePValue(pValue)}.</p>}
      </details>
    </MomentCard>
  );
}
