import type { MatchErrors, Modality, SearchResult } from '../api/types.ts';
import { probabilityPercent } from '../format/numbers.ts';
import { formatSpan } from '../timeline/span.ts';
import { describePValue, describeProbability } from './describeRates.ts';
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
  /** Null without a calibration. */
  errors: MatchErrors | null;
}

/** A search result with its distance and its probability. */
export function ResultCard({ result, modality, id, maxDistance, nSecs, errors }: Props) {
  const {
    clip,
    second,
    span: around,
    parts,
    distance,
    probability,
    p_value: pValue,
    own_recording: isOwnRecording,
    others,
  } = result;
  const percentage = probability === null ? null : probabilityPercent(probability);
  return (
    <MomentCard id={id} clip={clip} span={{ start: second, len: nSecs }} modality={modality}>
      <DistanceBar parts={parts} maxDistance={maxDistance} />
      {(percentage !== null || isOwnRecording) && (
        <p class="result-note">
          {percentage !== null && (
            <span title={describeProbability(errors)}>
              <span class="sr-only">Probability </span>
              {percentage}
            </span>
          )}
          {percentage !== null && isOwnRecording && ' · '}
          {isOwnRecording && 'same recording'}
        </p>
      )}
      <OtherMoments moments={others} nSecs={nSecs} />
      <details>
        <summary>Details</summary>
        <DistanceParts parts={parts} distance={distance} />
        {around.len > 1 && <p class="quiet">All seconds of {formatSpan(around)} are among the nearest.</p>}
        {percentage !== null && (
          <p class="quiet">
            {describeProbability(errors)}: {percentage}.
          </p>
        )}
        {pValue !== null && <p class="quiet">{describePValue(pValue)}.</p>}
      </details>
    </MomentCard>
  );
}
