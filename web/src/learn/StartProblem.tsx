import type { Problem } from '../api/problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';

/** Why a run could not be started; a full queue is not an error. */
export function StartProblem({ problem }: { problem: Problem | null }) {
  if (!problem) return null;
  if (problem.kind !== 'busy') return <ProblemNote problem={problem} />;
  return (
    <div class="note" role="alert">
      <p class="note-title">The queue is full</p>
      <p>Runs are trained one at a time. Start this run when another has finished, or stop one that you do not need.</p>
    </div>
  );
}
