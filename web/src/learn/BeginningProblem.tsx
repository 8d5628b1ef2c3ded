import type { Problem } from '../api/problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';

/** Why a run was not begun; that others wait already is no mishap. */
export function BeginningProblem({ problem }: { problem: Problem | null }) {
  if (!problem) return null;
  if (problem.kind !== 'busy') return <ProblemNote problem={problem} />;
  return (
    <div class="note" role="alert">
      <p class="note-title">Enough runs are waiting already</p>
      <p>
        One learns at a time, and the line is full. Begin this one when another is over, or stop one that you do not
        need.
      </p>
    </div>
  );
}
