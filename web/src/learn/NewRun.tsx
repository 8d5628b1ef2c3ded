import { useEffect, useState } from 'preact/hooks';
import { fetchJson } from '../api/fetchJson.ts';
import type { JobRequest, ModelInfo } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { facts, loadFacts } from '../library/facts.ts';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { describeModel, RECOMMENDED } from './describeModel.ts';
import { ModelChoice } from './ModelChoice.tsx';
import { modelsInOrder } from './modelsInOrder.ts';
import { NumberField } from './NumberField.tsx';
import { RunList } from './RunList.tsx';
import { StartProblem } from './StartProblem.tsx';
import { useStartRun } from './useStartRun.ts';

/** A form to start a run, and the list of runs. */
export function NewRun() {
  useTitle('Learn');
  const models = useRequest('models', (signal) => fetchJson<ModelInfo[]>('/api/models', { signal }));
  useEffect(() => void loadFacts(), []);
  return (
    <>
      <h1>Learn</h1>
      <p class="lead">
        Train a model on all clips of the library. It learns which sounds and pictures belong together, without labels.
      </p>
      {models.state === 'loading' && <Loading text="Loading models…" />}
      {models.state === 'failed' && <ProblemNote problem={models.problem} retry={models.retry} />}
      {models.state === 'loaded' && <RunForm models={modelsInOrder(models.value)} />}
      <RunList />
    </>
  );
}

function RunForm({ models }: { models: readonly ModelInfo[] }) {
  const [model, setModel] = useState(models[0]?.name ?? RECOMMENDED);
  const [epochs, setEpochs] = useState<number | null>(null);
  const [seed, setSeed] = useState<number | null>(null);
  const { start, isStarting, problem } = useStartRun();
  const inUse = facts.value?.model ?? null;
  const { isClosedForm } = describeModel(model);
  const isFitted = models.some(({ name, is_fitted }) => name === model && is_fitted);
  const submit = (event: Event) => {
    event.preventDefault();
    const request: JobRequest = { model };
    if (epochs !== null && !isClosedForm) request.epochs = epochs;
    if (seed !== null) request.seed = seed;
    void start(request);
  };
  return (
    <form class="new-run" onSubmit={submit}>
      <ModelChoice models={models} selected={model} onSelect={setModel} inUse={inUse} />
      <details>
        <summary>Training options</summary>
        <div class="new-run-fields">
          <NumberField
            name="Epochs"
            help={
              isClosedForm
                ? 'This model is computed in closed form, without epochs.'
                : 'Number of passes over all clips. Leave empty for the model’s default.'
            }
            min={1}
            max={100_000}
            isDisabled={isClosedForm ?? false}
            value={epochs}
            onValue={setEpochs}
          />
          <NumberField
            name="Seed"
            help="The same seed gives the same model. Leave empty for 0."
            min={0}
            max={2 ** 32}
            value={seed}
            onValue={setSeed}
          />
        </div>
      </details>
      <StartProblem problem={problem} />
      <div class="run-buttons">
        <button type="submit" class="primary" disabled={isStarting}>
          {isFitted ? `Learn ${model} again` : `Learn ${model}`}
        </button>
        <p class="quiet">
          You can use the other pages meanwhile
          {isFitted ? '; the current model stays in use until training is done' : ''}.
        </p>
      </div>
    </form>
  );
}
