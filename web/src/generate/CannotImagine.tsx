import { ask } from '../api/ask.ts';
import { saved } from '../api/saved.ts';
import type { ModelInfo } from '../api/model.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { modelInWords } from '../learn/modelInWords.ts';
import { Link } from '../routing/Link.tsx';
import { imagines } from './imagines.ts';

/** Why nothing can be imagined here, and which models can. */
export function CannotImagine({ model = null }: { model?: string | null }) {
  const models = useAnswer('models', (signal) => ask<ModelInfo[]>('/api/models', { signal }));
  const able = models.state === 'here' ? models.answer.filter(({ name }) => imagines(name)) : [];
  return (
    <div class="note">
      <p class="note-title">
        {model === null
          ? 'Nothing that can imagine was learned yet'
          : `The model that answers now, ${model}, cannot imagine`}
      </p>
      <p>
        {model === null
          ? 'Imagining needs a model that makes one modality from the other.'
          : 'It compares sounds and pictures, but makes neither from the other.'}
      </p>
      {able.length > 0 && (
        <>
          <p>These can:</p>
          <dl class="able-models">
            {able.map(({ name, summary }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{modelInWords(name, summary).says}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
      {!saved && (
        <Link to={{ page: 'learn' }} class="button primary">
          Learn one of them
        </Link>
      )}
    </div>
  );
}
