import './model.css';
import { fetchJson } from '../api/fetchJson.ts';
import type { ModelReport, Training } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { counted } from '../format/numbers.ts';
import { duration } from '../format/time.ts';
import { describeModel } from '../learn/describeModel.ts';
import { TrainingCurves } from '../learn/TrainingCurves.tsx';
import { Loading } from '../shell/Loading.tsx';
import { type NumberRow, Numbers } from '../shell/Numbers.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { CheckTable } from './CheckTable.tsx';
import { checkTables } from './checkTables.ts';
import { HeldOutExample } from './HeldOutExample.tsx';
import { LatentMetrics } from './LatentMetrics.tsx';

/** The model in use: its self-check, latent space, training curves and settings. */
export default function ModelPage() {
  useTitle('Model');
  const report = useRequest('model', (signal) => fetchJson<ModelReport>('/api/model', { signal }));
  if (report.state === 'loaded') return <Report report={report.value} />;
  return (
    <>
      <h1>Model</h1>
      {report.state === 'loading' && <Loading text="Loading model…" />}
      {report.state === 'failed' && (
        <ProblemNote
          problem={report.problem}
          retry={report.problem.kind === 'not-learned' ? undefined : report.retry}
        />
      )}
    </>
  );
}

function Report({ report: { model, backbones, training, self_check: check, latent } }: { report: ModelReport }) {
  return (
    <div class="model-page">
      <h1>{model}</h1>
      <p class="lead">{describeModel(model).text}</p>
      <section aria-labelledby="scores">
        <h2 id="scores">Self-check</h2>
        {check ? (
          <>
            <p class="quiet">
              Cross-validation with {check.score.n_folds} folds: each of {counted(check.score.n_clips, 'clip')} is
              evaluated once, by a model that was not trained on it. The dashed line is chance.
            </p>
            {checkTables(check.score).map((table) => (
              <CheckTable key={table.title} table={table} />
            ))}
          </>
        ) : (
          <p class="empty">
            This model has no self-check. <code>earsight learn</code> runs one if at least 10 clips have both sound and
            picture.
          </p>
        )}
      </section>
      {check && check.examples.length > 0 && (
        <section aria-labelledby="examples">
          <h2 id="examples">Held-out examples</h2>
          <p class="quiet">
            For each direction, the first moment that was localized correctly and the first that was not, by a model
            that was not trained on the clip.
          </p>
          {check.examples.map((example) => (
            <HeldOutExample key={`${example.from} ${example.clip}`} example={example} />
          ))}
        </section>
      )}
      {latent && <LatentMetrics latent={latent} />}
      {training && training.curve.length > 0 && <TrainingCurves curve={training.curve} />}
      <section aria-labelledby="settings">
        <h2 id="settings">Settings</h2>
        <Numbers rows={[...backboneSettings(backbones), ...(training ? trainingSettings(training) : [])]} />
        {training && training.settings.length > 0 && (
          <details>
            <summary>All settings</summary>
            <Numbers rows={training.settings as [string, string][]} />
          </details>
        )}
      </section>
    </div>
  );
}

const backboneSettings = ({ audio, visual }: ModelReport['backbones']): NumberRow[] => [
  ['Audio backbone', audio],
  ['Visual backbone', visual],
];

const trainingSettings = (training: Training): NumberRow[] => [
  ['Trained on', `${counted(training.n_paired_clips, 'clip')}, ${duration(training.n_paired_secs)}`],
  ['Training time', duration(Math.max(1, Math.round(training.secs)))],
  ['Seed', String(training.seed)],
  ['Earsight version', training.program],
];
