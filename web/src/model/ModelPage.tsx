import './model.css';
import { ask } from '../api/ask.ts';
import type { ModelReport, Training } from '../api/model.ts';
import type { Problem } from '../api/problem.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { TrainingCurves } from '../learn/Curves.tsx';
import { modelInWords } from '../learn/modelInWords.ts';
import { counted, howLong } from '../library/time.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { CheckTable } from './CheckTable.tsx';
import { checkTables } from './checkTables.ts';
import { HeldOutExample } from './HeldOutExample.tsx';
import { LatentNumbers } from './LatentNumbers.tsx';

/** The model that answers: how good it is, how its training went, and its settings. */
export default function ModelPage() {
  useTitle('Model');
  const report = useAnswer('model', (signal) => ask<ModelReport>('/api/model', { signal }));
  if (report.state === 'here') return <Open report={report.answer} />;
  return (
    <>
      <h1>Model</h1>
      {report.state === 'waiting' && <Waiting what="Reading the model…" />}
      {report.state === 'wrong' && <NoModel problem={report.problem} again={report.again} />}
    </>
  );
}

function NoModel({ problem, again }: { problem: Problem; again: () => void }) {
  return <ProblemNote problem={problem} again={problem.kind === 'not-learned' ? undefined : again} />;
}

function Open({ report: { model, backbones, training, self_check: check, latent } }: { report: ModelReport }) {
  return (
    <div class="model-page">
      <h1>{model}</h1>
      <p class="lead">{modelInWords(model).says}</p>
      <section aria-labelledby="scores">
        <h2 id="scores">How good it is</h2>
        {check ? (
          <>
            <p class="quiet">
              Cross-validation with {check.score.n_folds} folds: each of {counted(check.score.n_clips, 'clip')} is
              evaluated once, by a model that had not seen it. The dashed line is chance.
            </p>
            {checkTables(check.score).map((table) => (
              <CheckTable key={table.title} table={table} />
            ))}
          </>
        ) : (
          <p class="nothing">
            There is no self-check of this model. <code>earsight learn</code> makes one of 10 clips and more that have
            sound and picture.
          </p>
        )}
      </section>
      {check && check.examples.length > 0 && (
        <section aria-labelledby="examples">
          <h2 id="examples">Held-out examples</h2>
          <p class="quiet">
            For each direction the first moment that was found to the second and the first that was not, by a model that
            had not seen the clip.
          </p>
          {check.examples.map((example) => (
            <HeldOutExample key={`${example.from} ${example.clip}`} example={example} />
          ))}
        </section>
      )}
      {latent && <LatentNumbers latent={latent} />}
      {training && training.curve.length > 0 && <TrainingCurves curve={training.curve} />}
      <section aria-labelledby="settings">
        <h2 id="settings">What it is made of</h2>
        <Facts facts={[...sources(backbones), ...(training ? trained(training) : [])]} />
        {training && training.settings.length > 0 && (
          <details>
            <summary>Every setting</summary>
            <Facts facts={training.settings as [string, string][]} />
          </details>
        )}
      </section>
    </div>
  );
}

type Fact = readonly [name: string, value: string];

const sources = ({ audio, visual }: ModelReport['backbones']): Fact[] => [
  ['Sound is read by', audio],
  ['Pictures are read by', visual],
];

const trained = (training: Training): Fact[] => [
  ['Trained on', `${counted(training.n_paired_clips, 'clip')}, ${howLong(training.n_paired_secs)}`],
  ['Training took', howLong(Math.max(1, Math.round(training.secs)))],
  ['Seed', String(training.seed)],
  ['Earsight', training.program],
];

function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl class="numbers">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
