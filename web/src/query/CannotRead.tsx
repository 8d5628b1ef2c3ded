import type { Problem } from '../api/problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';

/** A file that was brought in vain. */
export function CannotRead({ name, problem }: { name: string; problem: Problem }) {
  if (problem.kind !== 'unusable') return <ProblemNote problem={problem} />;
  return (
    <div class="note problem" role="alert">
      <p class="note-title">“{name}” cannot be read</p>
      <p>
        It is no film, sound or picture, or it is damaged. If it plays elsewhere, save it there as MP4, WAV or JPEG and
        bring that.
      </p>
    </div>
  );
}
