import type { Localized, Modality } from '../api/model.ts';
import type { Awaiting } from '../api/useAnswer.ts';
import { Parts } from '../modality/Parts.tsx';
import { percent } from '../modality/partInWords.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { Waiting } from '../shell/Waiting.tsx';
import { whereInWords } from './whereInWords.ts';

const QUESTION: Record<Modality, string> = {
  audio: 'Where is this sound seen?',
  visual: 'Where is this picture heard?',
};

/** The answer in words, and its numbers for whoever wants them. */
export function WhereFound({
  from,
  where,
  onGo,
}: {
  from: Modality;
  where: Awaiting<Localized>;
  /** Nothing where it cannot be played. */
  onGo: ((secs: number) => void) | undefined;
}) {
  return (
    <section class={`where ${from}`} aria-live="polite">
      <h2>
        <ModalityMark of={from} /> {QUESTION[from]}
      </h2>
      {where.state === 'waiting' && <Waiting what="Comparing…" />}
      {where.state === 'wrong' && <ProblemNote problem={where.problem} again={where.again} />}
      {where.state === 'here' && <Told localized={where.answer} onGo={onGo} />}
    </section>
  );
}

function Told({ localized, onGo }: { localized: Localized; onGo: ((secs: number) => void) | undefined }) {
  const { says, hedges, isRefused } = whereInWords(localized);
  const { certainty, verdict, parts, distance, found } = localized;
  return (
    <>
      <p class="where-says">{says}</p>
      <p class="quiet">{hedges}</p>
      {!isRefused && onGo && (
        <button type="button" onClick={() => onGo(found.start)}>
          Play it there
        </button>
      )}
      <details>
        <summary>In numbers</summary>
        <Parts parts={parts} distance={distance} />
        <dl class="numbers">
          {certainty && (
            <>
              <Number name="Probability of this start" value={percent(certainty.probability)} />
              <Number
                name={`Starts that hold the true one in ${percent(certainty.coverage)} of questions`}
                value={`${certainty.starts.length} of ${localized.distances.length}`}
              />
            </>
          )}
          {verdict && <Number name="True matches at least this far off" value={percent(verdict.p_value)} />}
        </dl>
      </details>
    </>
  );
}

function Number({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}
