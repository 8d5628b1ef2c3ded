import type { Modality, SearchResult } from '../api/types.ts';
import { DistanceLegend } from './DistanceLegend.tsx';
import { ResultCard } from './ResultCard.tsx';

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
      <ol class="result-grid">
        {results.map((result, rank) => (
          <li key={`${result.clip} ${result.second} ${rank}`}>
            <ResultCard
              result={result}
              modality={modality}
              id={`${name} ${rank}`}
              maxDistance={maxDistance}
              nSecs={nSecs}
            />
          </li>
        ))}
      </ol>
    </>
  );
}
