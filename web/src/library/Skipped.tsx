import { useState } from 'preact/hooks';
import { fetchJson } from '../api/fetchJson.ts';
import type { SkippedFile } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { counted } from '../format/numbers.ts';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';

/** The files that were skipped, with reasons; loaded when opened. */
export function Skipped({ n }: { n: number }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details class="skipped" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{counted(n, 'file')} skipped</summary>
      {isOpen && <Reasons />}
    </details>
  );
}

function Reasons() {
  const skipped = useRequest('skipped', (signal) => fetchJson<SkippedFile[]>('/api/skipped', { signal }));
  if (skipped.state === 'loading') return <Loading text="Loading…" />;
  if (skipped.state === 'failed') return <ProblemNote problem={skipped.problem} retry={skipped.retry} />;
  return (
    <dl>
      {skipped.value.map(({ clip, reason }) => (
        <div key={clip}>
          <dt>{clip}</dt>
          <dd>{reason}</dd>
        </div>
      ))}
    </dl>
  );
}
