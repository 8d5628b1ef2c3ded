import { adviceFor, type Problem } from '../api/problem.ts';
import { Link } from '../routing/Link.tsx';

/** An error message with advice, and a button to retry. */
export function ProblemNote({ problem, retry }: { problem: Problem; retry?: (() => void) | undefined }) {
  const advice = adviceFor(problem);
  return (
    <div class="note problem" role="alert">
      <p class="note-title">{problem.title}</p>
      {advice && <p>{advice}</p>}
      {problem.kind === 'not-learned' && (
        <p>
          <Link to={{ page: 'learn' }}>Learn this library</Link>
        </p>
      )}
      {retry && problem.kind !== 'not-saved' && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
