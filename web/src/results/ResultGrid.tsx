import type { MatchErrors, Modality, SearchResult } from '../api/types.ts';
import { DistanceLegend } from './DistanceLegend.tsx';
import { ResultCard } from './ResultCard.tsx';
import { ResultList } from './ResultList.tsx';

interface Props {
  results: readonly SearchResult[];
  modality: Modality;
  /** Length of the query. */
  nSecs: number;
  /** The errors of the search; null without a calibration. */
  errors: MatchErrors | null;
  /** Prefix of the ids of its cards. */
  name: string;
}

/** Search results, nearest first. */
export function ResultGrid({ results, modality, nSecs, errors, name }: Props) {
  const maxDistance = results.reduce((most, { distance }) => Math.max(most, distance), 0);
  return (
    <>
      {results[0] && <DistanceLegend parts={results[0].parts} />}
      <ResultList
        results={results}
        card={(result, rank) => (
          <ResultCard
            result={result}
            modality={modality}
            id={`${name} ${rank}`}
            maxDistance={maxDistance}
            nSecs={nSecs}
            errors={errors}
          />
        )}
      />
    </>
  );
}
