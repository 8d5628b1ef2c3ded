import type { LocalizeResponse, Modality } from '../api/types.ts';
import type { RequestState } from '../api/useRequest.ts';
import { percent, probabilityPercent } from '../format/numbers.ts';
import { MODALITY_NAME, otherModality } from '../modality/labels.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { describeErrors } from '../results/describeRates.ts';
import { DistanceParts } from '../results/DistanceParts.tsx';
import { Loading } from '../shell/Loading.tsx';
import { type NumberRow, Numbers } from '../shell/Numbers.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { describeLocalization } from './describeLocalization.ts';

interface Props {
  from: Modality;
  request: RequestState<LocalizeResponse>;
  /** Undefined if the clip cannot be played. */
  onPlay: ((start: number) => void) | undefined;
}

/** Where the moment's sound or picture was localized in its own clip, with its confidence and details. */
export function LocalizationResult({ from, request, onPlay }: Props) {
  return (
    <section class="localization" aria-live="polite">
      <h2>
        <ModalityMark of={from} /> Where the {MODALITY_NAME[otherModality(from)]} matches this {MODALITY_NAME[from]}
      </h2>
      {request.state === 'loading' && <Loading text="Comparing…" />}
      {request.state === 'failed' && <ProblemNote problem={request.problem} retry={request.retry} />}
      {request.state === 'loaded' && <Result localized={request.value} onPlay={onPlay} />}
    </section>
  );
}

function Result({ localized, onPlay }: { localized: LocalizeResponse; onPlay: Props['onPlay'] }) {
  const { title, confidence } = describeLocalization(localized);
  const { verdict, parts, distance, found } = localized;
  return (
    <>
      <p class="localization-title">{title}</p>
      <p class="quiet">{confidence}</p>
      {verdict && <p class="quiet">{describeErrors(verdict)}</p>}
      {!verdict?.no_match && onPlay && (
        <button type="button" onClick={() => onPlay(found.start)}>
          Play the match
        </button>
      )}
      <details>
        <summary>Details</summary>
        <DistanceParts parts={parts} distance={distance} />
        <Numbers rows={confidenceRows(localized)} />
      </details>
    </>
  );
}

function confidenceRows({ certainty, distances, verdict }: LocalizeResponse): NumberRow[] {
  const rows: NumberRow[] = [];
  if (certainty) {
    const { probability, coverage, starts } = certainty;
    rows.push(
      ['Probability of this start', probabilityPercent(probability)],
      [`Prediction set, ${percent(coverage)} coverage`, `${starts.length} of ${distances.length} starts`],
    );
  }
  if (verdict) rows.push(['p-value: true matches at least this far', percent(verdict.p_value)]);
  return rows;
}
