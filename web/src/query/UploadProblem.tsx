import type { Problem } from '../api/problem.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';

/** The error of a failed upload. */
export function UploadProblem({ name, problem }: { name: string; problem: Problem }) {
  if (problem.kind !== 'unusable') return <ProblemNote problem={problem} />;
  return (
    <div class="note problem" role="alert">
      <p class="note-title">Cannot read “{name}”</p>
      <p>
        It is not a video, audio file or image, or it is damaged. If another program can open it, save it as MP4, WAV or
        JPEG and upload that.
      </p>
    </div>
  );
}
