import { useState } from 'preact/hooks';
import { ask } from '../api/ask.ts';
import type { SkippedFile } from '../api/model.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { Waiting } from '../shell/Waiting.tsx';
import { counted } from './time.ts';

/** Files that are not among the clips, and why; asked for when somebody wants to know. */
export function Skipped({ n }: { n: number }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="skipped" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{counted(n, 'file')} left out, and why</summary>
      {isOpen && <Reasons />}
    </details>
  );
}

function Reasons() {
  const skipped = useAnswer('skipped', (signal) => ask<SkippedFile[]>('/api/skipped', { signal }));
  if (skipped.state === 'waiting') return <Waiting what="Looking…" />;
  if (skipped.state === 'wrong') return <ProblemNote problem={skipped.problem} again={skipped.again} />;
  return (
    <dl>
      {skipped.answer.map(({ clip, reason }) => (
        <div key={clip}>
          <dt>{clip}</dt>
          <dd>{reason}</dd>
        </div>
      ))}
    </dl>
  );
}
