import { useEffect, useReducer } from 'preact/hooks';
import type { Job } from '../api/model.ts';
import { clock } from '../library/time.ts';
import { stopwatch } from './stopwatch.ts';

/** For how long it has been learning; counts by itself, so that the rest of the page rests. */
export function ElapsedTime({ run }: { run: Job }) {
  const [, lookAgain] = useReducer((n: number) => n + 1, 0);
  useEffect(() => {
    if (run.state !== 'running') return;
    const tick = setInterval(() => lookAgain(undefined), 1000);
    return () => clearInterval(tick);
  }, [run.state]);
  const elapsed = stopwatch.elapsed(run.job);
  // That a run took more than no time needs no telling.
  if (!elapsed || (elapsed.isAtLeast && elapsed.secs < 1)) return null;
  const { secs, isAtLeast } = elapsed;
  return (
    <p class="quiet number">
      {isAtLeast ? 'more than ' : ''}
      {clock(secs)}
      <span class="sr-only"> elapsed</span>
    </p>
  );
}
