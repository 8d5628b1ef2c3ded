import { fetchJson } from '../api/fetchJson.ts';
import { saved } from '../api/saved.ts';
import type { ModelInfo } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { describeModel } from '../learn/describeModel.ts';
import { Link } from '../routing/Link.tsx';
import { canGenerate } from './canGenerate.ts';

/** Why the model in use cannot generate, and which models can. */
export function GenerationUnavailable({ model = null }: { model?: string | null }) {
  const models = useRequest('models', (signal) => fetchJson<ModelInfo[]>('/api/models', { signal }));
  const generative = models.state === 'loaded' ? models.value.filter(({ name }) => canGenerate(name)) : [];
  return (
    <div class="note">
      <p class="note-title">
        {model === null ? 'No generative model has been learned yet' : `The model in use, ${model}, cannot generate`}
      </p>
      <p>
        {model === null
          ? 'Generation needs a model that can generate one modality from the other.'
          : 'It compares sounds and pictures but does not generate one from the other.'}
      </p>
      {generative.length > 0 && (
        <>
          <p>Models that can generate:</p>
          <dl class="generative-models">
            {generative.map(({ name, summary }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{describeModel(name, summary).text}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {!saved && (
        <Link to={{ page: 'learn' }} class="button primary">
          Learn one of these models
        </Link>
      )}
    </div>
  );
}
