import { useEffect, useState } from 'preact/hooks';
import { ask } from '../api/ask.ts';
import type { JobQuestion, ModelInfo } from '../api/model.ts';
import { Problem } from '../api/problem.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { askForFacts, facts } from '../library/facts.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { BeginningProblem } from './BeginningProblem.tsx';
import { ModelChoice } from './ModelChoice.tsx';
import { modelInWords, RECOMMENDED } from './modelInWords.ts';
import { modelsInOrder } from './modelsInOrder.ts';
import { NumberField } from './NumberField.tsx';
import { Runs } from './Runs.tsx';
import { useBeginning } from './useBeginning.ts';

/** What can be learned, and what was. */
export function NewRun() {
  useTitle('Learn');
  const models = useAnswer('models', (signal) => ask<ModelInfo[]>('/api/models', { signal }));
  useEffect(() => void askForFacts(), []);
  return (
    <>
      <h1>Learn</h1>
      <p class="lead">
        Earsight watches and listens to all clips and finds out by itself, without labels, which sounds and pictures
        belong together.
      </p>
      {models.state === 'waiting' && <Waiting what="Looking what can be learned…" />}
      {models.state === 'wrong' && <ProblemNote problem={models.problem} again={models.again} />}
      {models.state === 'here' && <Choice models={modelsInOrder(models.answer)} />}
      <Runs />
    </>
  );
}

function Choice({ models }: { models: readonly ModelInfo[] }) {
  const [model, setModel] = useState(models[0]?.name ?? RECOMMENDED);
  const [epochs, setEpochs] = useState<number | null>(null);
  const [seed, setSeed] = useState<number | null>(null);
  const { start, isAsking, problem } = useBeginning();
  const known = facts.value;
  const answering = known && !(known instanceof Problem) ? known.model : null;
  const { isImmediate } = modelInWords(model);
  const isFitted = models.some(({ name, is_fitted }) => name === model && is_fitted);
  const submit = (event: Event) => {
    event.preventDefault();
    const question: JobQuestion = { model };
    if (epochs !== null && !isImmediate) question.epochs = epochs;
    if (seed !== null) question.seed = seed;
    void start(question);
  };
  return (
    <form class="new-run" onSubmit={submit}>
      <ModelChoice models={models} chosen={model} onChoose={setModel} answering={answering} />
      <details class="new-run-more">
        <summary>More: how long, and from which beginning</summary>
        <div class="new-run-fields">
          <NumberField
            name="Epochs"
            says={
              isImmediate
                ? 'This model is computed at once, without epochs.'
                : 'How often it goes through all clips. Empty: as many as suit the model.'
            }
            least={1}
            most={100_000}
            isOff={isImmediate ?? false}
            value={epochs}
            onValue={setEpochs}
          />
          <NumberField
            name="Seed"
            says="Where chance begins: the same seed learns the same again. Empty: 0."
            least={0}
            most={2 ** 32}
            value={seed}
            onValue={setSeed}
          />
        </div>
      </details>
      <BeginningProblem problem={problem} />
      <div class="run-buttons">
        <button type="submit" class="primary" disabled={isAsking}>
          {isFitted ? `Learn ${model} again` : `Learn ${model}`}
        </button>
        <p class="quiet">
          You can look at other pages meanwhile{isFitted ? '; until it is done, what was learned before answers' : ''}.
        </p>
      </div>
    </form>
  );
}
