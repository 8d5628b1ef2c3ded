import type { Job } from '../api/model.ts';
import { thousands } from '../library/time.ts';

/** How many epochs are done of how many; a stage that cannot be counted moves. */
export function RunProgress({ run: { state, stage, curve } }: { run: Job }) {
  const last = curve.at(-1);
  const nDone = last ? last.epoch + 1 : 0;
  const isCounted = last !== undefined && (state !== 'running' || stage === 'training');
  if (!last && state !== 'running') return null;
  return (
    <div class="run-progress">
      {state === 'running' && (
        <progress aria-label="Progress" {...(isCounted ? { max: last.n_epochs, value: nDone } : {})} />
      )}
      {last && (
        <p class="number">
          Epoch {thousands(nDone)} of {thousands(last.n_epochs)}
        </p>
      )}
    </div>
  );
}
