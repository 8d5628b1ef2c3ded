import type { Modality, SearchResult } from '../api/types.ts';
import { DistanceLegend } from './DistanceLegend.tsx';
import { ResultCard } from './ResultCard.tsx';
import { ResultList } from './ResultList.tsx';

interface Props {
  results: readonly SearchResult[];
  modality: Modality;
  /** Length of the query. */
  nSecs: number;
  /** Prefix of the ids of its cards. */
  name: string;
}

/** Search results, nearest first. */
export function ResultGrid({ results, modality, nSecs, name }: Props) {
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
          />
        )}
      />
    </>
  );
}
