import { type Problem, whatToDo } from '../api/problem.ts';
import { Link } from '../routing/Link.tsx';

/** What went wrong and what to do about it, calmly. */
export function ProblemNote({ problem, again }: { problem: Problem; again?: (() => void) | undefined }) {
  const advice = whatToDo(problem);
  return (
    <div class="note problem" role="alert">
      <p class="note-title">{problem.title}</p>
      {advice && <p>{advice}</p>}
      {problem.kind === 'not-learned' && (
        <p>
          <Link to={{ page: 'learn' }}>Learn this library</Link>
        </p>
      )}
      {again && problem.kind !== 'not-saved' && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
