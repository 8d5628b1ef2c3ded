import type { ComponentChildren } from 'preact';

interface Props<Result> {
  results: readonly Result[];
  card: (result: Result, rank: number) => ComponentChildren;
}

/** Results in their order, as cards. */
export function ResultList<Result extends { clip: string; second: number }>({ results, card }: Props<Result>) {
  return (
    <ol class="result-grid">
      {results.map((result, rank) => (
        <li key={`${result.clip} ${result.second} ${rank}`}>{card(result, rank)}</li>
      ))}
    </ol>
  );
}
