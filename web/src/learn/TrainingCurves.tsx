import './curves.css';
import { useMemo } from 'preact/hooks';
import type { Epoch } from '../api/types.ts';
import { CurvePanel } from './CurvePanel.tsx';
import { lossPanels, progressPanels } from './panels.ts';

/** Training curves; nothing before the first epoch. */
export function TrainingCurves({ curve }: { curve: readonly Epoch[] }) {
  const progress = useMemo(() => progressPanels(curve), [curve]);
  const loss = useMemo(() => lossPanels(curve), [curve]);
  const last = curve.at(-1);
  if (!last) return null;
  const epochs = curve.map(({ epoch }) => epoch + 1);
  const draw = (panels: typeof progress) =>
    panels.map((panel) => <CurvePanel key={panel.name} panel={panel} epochs={epochs} nEpochs={last.n_epochs} />);
  return (
    <>
      {progress.length > 0 && (
        <section class="curves" aria-labelledby="progress">
          <h2 id="progress">Training progress</h2>
          <div class="curves-large">{draw(progress)}</div>
        </section>
      )}
      <section class="curves" aria-labelledby="loss">
        <h2 id="loss">Loss</h2>
        {loss.length > 1 && (
          <p class="quiet">
            Training minimizes the weighted sum of these terms. One term may grow while others shrink.
          </p>
        )}
        <div class="curves-small">{draw(loss)}</div>
      </section>
    </>
  );
}
