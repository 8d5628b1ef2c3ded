import type { Job } from '../api/types.ts';
import { thousands } from '../format/numbers.ts';

/** The number of finished epochs; the bar is indeterminate in stages other than training. */
export function RunProgress({ run: { state, stage, curve } }: { run: Job }) {
  const last = curve.at(-1);
  const nDone = last ? last.epoch + 1 : 0;
  const isDeterminate = last !== undefined && (state !== 'running' || stage === 'training');
  if (!last && state !== 'running') return null;
  return (
    <div class="run-progress">
      {state === 'running' && (
        <progress aria-label="Progress" {...(isDeterminate ? { max: last.n_epochs, value: nDone } : {})} />
      )}
      {last && (
        <p class="number">
          Epoch {thousands(nDone)} of {thousands(last.n_epochs)}
        </p>
      )}
    </div>
  );
}
