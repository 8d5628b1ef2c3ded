import type { GenerateResponse, Modality } from '../api/types.ts';
import { MODALITY_NAME, otherModality } from '../modality/labels.ts';
import type { Query } from '../query/useQuery.ts';
import { MomentCard } from '../results/MomentCard.tsx';
import { describeImplausible } from './describeImplausible.ts';
import { NearestCard } from './NearestCard.tsx';
import { TypicalityNote } from './TypicalityNote.tsx';

const HEADING: Record<Modality, string> = {
  audio: 'What this sound would look like',
  visual: 'What this picture would sound like',
};

/** The real seconds nearest to the generated features, next to the query's own other modality if it has one. */
export function NearestSeconds({ generated, query }: { generated: GenerateResponse; query: Query }) {
  const { query: queryInfo, to, nearest, typicality, plausibility } = generated;
  const { clip } = query.source;
  const hasActual = clip !== undefined && query.has[otherModality(queryInfo.modality)];
  const grid = (
    <ol class="generated-grid">
      {nearest.map((result, rank) => (
        <li key={`${result.clip} ${result.second}`}>
          <NearestCard
            id={`nearest ${rank}`}
            result={result}
            modality={to}
            nSecs={queryInfo.span.len}
            isResult
            implausible={result.implausible && plausibility ? describeImplausible(plausibility) : undefined}
          />
        </li>
      ))}
    </ol>
  );
  return (
    <section aria-labelledby="nearest">
      <h2 id="nearest">{HEADING[queryInfo.modality]}</h2>
      <p class="quiet">
        These are real seconds of the library whose {MODALITY_NAME[to]} is nearest to the generated one, nearest first.
      </p>
      {typicality && <TypicalityNote typicality={typicality} />}
      {hasActual ? (
        <div class="generated-columns">
          <div class="actual">
            <h3>Actual {MODALITY_NAME[to]}</h3>
            <MomentCard id="actual" clip={clip} span={query.span} modality={to} />
          </div>
          <div>
            <h3>Nearest to the generated {MODALITY_NAME[to]}</h3>
            {grid}
          </div>
        </div>
      ) : (
        grid
      )}
    </section>
  );
}
