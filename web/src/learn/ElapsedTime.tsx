import { useEffect, useReducer } from 'preact/hooks';
import type { Job } from '../api/types.ts';
import { clock } from '../format/time.ts';
import { elapsedSecs } from './elapsed.ts';

/** Time since a run started; a component of its own, so that only it renders every second. */
export function ElapsedTime({ run }: { run: Job }) {
  const [, update] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    if (run.state !== 'running') return;
    const timer = setInterval(() => update(undefined), 1000);
    return () => clearInterval(timer);
  }, [run.state]);
  const secs = elapsedSecs(run, Date.now() / 1000);
  if (secs === null) return null;
  return (
    <p class="quiet number">
      {clock(secs)}
      <span class="sr-only"> elapsed</span>
    </p>
  );
}
