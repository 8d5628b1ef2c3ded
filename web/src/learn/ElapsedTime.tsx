import { useEffect, useReducer } from 'preact/hooks';
import type { Job } from '../api/model.ts';
import { clock } from '../library/time.ts';
import { elapsedSecs } from './elapsed.ts';

/** For how long it has been learning; counts by itself, so that the rest of the page rests. */
export function ElapsedTime({ run }: { run: Job }) {
  const [, lookAgain] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    if (run.state !== 'running') return;
    const tick = setInterval(() => lookAgain(undefined), 1000);
    return () => clearInterval(tick);
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
