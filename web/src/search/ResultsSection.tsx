import type { ComponentChildren } from 'preact';
import type { Problem } from '../api/problem.ts';
import type { Fewer } from '../api/types.ts';
import { latestValue, type RequestState } from '../api/useRequest.ts';
import { counted } from '../format/numbers.ts';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';

interface Response {
  found: readonly unknown[];
  fewer: Fewer | null;
}

interface Props<Found extends Response> {
  heading: string;
  request: RequestState<Found>;
  /** The order of the results: nearest first. */
  order: string;
  /** A control beside the heading. */
  option: ComponentChildren;
  /** Shown instead of the usual note of some problems. */
  problemNote?: (problem: Problem) => ComponentChildren;
  children: (response: Found) => ComponentChildren;
}

/** The results of a search with their number; the previous results while the next ones load. */
export function ResultsSection<Found extends Response>(props: Props<Found>) {
  const { heading, request, order, option, problemNote, children } = props;
  const isLoading = request.state === 'loading';
  const shown = latestValue(request);
  return (
    <section class="search-results" aria-labelledby="results">
      <div class="search-results-top">
        <h2 id="results">{heading}</h2>
        <p class="quiet" role="status">
          {request.state === 'loaded' && describeCount(request.value, order)}
        </p>
        {option}
      </div>
      {isLoading && !shown && <Loading text="Comparing…" />}
      {request.state === 'failed' &&
        (problemNote?.(request.problem) ?? <ProblemNote problem={request.problem} retry={request.retry} />)}
      {shown && <div class={isLoading ? 'dim' : undefined}>{children(shown)}</div>}
    </section>
  );
}

function describeCount({ found, fewer }: Response, order: string): string {
  if (found.length === 0) return 'No match';
  return `${counted(found.length, 'result')}, ${order}${fewer === null ? '' : `; ${WHY_FEWER[fewer]}`}`;
}

const WHY_FEWER: Record<Fewer, string> = {
  'no-match': 'all others are beyond the threshold for a match',
  within: 'all others are farther than the limit',
  'no-other': 'there are no others',
};
