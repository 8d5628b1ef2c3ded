import { useMemo } from 'preact/hooks';
import type { Epoch, Job } from '../api/model.ts';
import { CurvePanel } from './CurvePanel.tsx';
import { modelInWords } from './modelInWords.ts';
import { panelsOfLoss, panelsOfUse } from './panels.ts';
import { isOver } from './run.ts';

/** How learning goes: whether it is of use, and what it makes smaller. */
export function Curves({ run }: { run: Job }) {
  if (run.curve.length === 0) return <NothingYet run={run} />;
  return <TrainingCurves curve={run.curve} />;
}

/** The epochs of a training as curves; nothing before the first one. */
export function TrainingCurves({ curve }: { curve: readonly Epoch[] }) {
  const ofUse = useMemo(() => panelsOfUse(curve), [curve]);
  const ofLoss = useMemo(() => panelsOfLoss(curve), [curve]);
  const last = curve.at(-1);
  if (!last) return null;
  const epochs = curve.map(({ epoch }) => epoch + 1);
  const panels = (some: typeof ofUse) =>
    some.map((panel) => <CurvePanel key={panel.name} panel={panel} epochs={epochs} nEpochs={last.n_epochs} />);
  return (
    <>
      {ofUse.length > 0 && (
        <section class="curves" aria-labelledby="of-use">
          <h2 id="of-use">Does it learn something?</h2>
          <div class="curves-large">{panels(ofUse)}</div>
        </section>
      )}
      <section class="curves" aria-labelledby="of-loss">
        <h2 id="of-loss">What it weighs</h2>
        {ofLoss.length > 1 && (
          <p class="quiet">
            Learning makes the weighted sum of these smaller. One may grow where others shrink the more.
          </p>
        )}
        <div class="curves-small">{panels(ofLoss)}</div>
      </section>
    </>
  );
}

function NothingYet({ run }: { run: Job }) {
  if (isOver(run) && run.state !== 'done') return null;
  if (modelInWords(run.model).isImmediate)
    return <p class="nothing">This model is computed at once: there are no curves to watch.</p>;
  return <p class="nothing">Curves appear with the first epoch.</p>;
}
