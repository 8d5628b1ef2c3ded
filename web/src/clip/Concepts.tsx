import { isAvailable } from '../api/saved.ts';
import { adviceFor } from '../api/problem.ts';
import type { ConceptsRequest, ConceptsResponse, HasModality, Modality, Source } from '../api/types.ts';
import { useDebounced } from '../api/useDebounced.ts';
import { usePost } from '../api/usePost.ts';
import { latestValue } from '../api/useRequest.ts';
import { percent } from '../format/numbers.ts';
import { MODALITIES } from '../modality/labels.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { Link } from '../routing/Link.tsx';

/** Concepts of each modality. */
const N_CONCEPTS = 3;
const PERCEIVED: Record<Modality, string> = { audio: 'Heard', visual: 'Seen' };

/** What is heard and seen in a moment, as links to searches for it. */
export function Concepts({ moment, has }: { moment: Source; has: HasModality }) {
  const body: ConceptsRequest = useDebounced({ query: moment, k: N_CONCEPTS }, 200);
  const isSent = isAvailable('/api/concepts', body);
  const request = usePost<ConceptsResponse>('/api/concepts', isSent ? body : null);
  if (!isSent) return null;
  if (request.state === 'failed') {
    return (
      <p class="quiet">
        {request.problem.title}: {adviceFor(request.problem)}.
      </p>
    );
  }
  const concepts = latestValue(request);
  return (
    <dl class={request.state === 'loading' ? 'concepts dim' : 'concepts'}>
      {MODALITIES.filter((modality) => has[modality]).map((modality) => (
        <div key={modality}>
          <dt>
            <ModalityMark of={modality} /> {PERCEIVED[modality]}:
          </dt>{' '}
          {(concepts?.[modality] ?? []).map(({ name, probability }) => (
            <dd key={name}>
              <Link
                to={{ page: 'search', words: name, from: modality, to: modality }}
                title={`Probability ${percent(probability)}, not calibrated`}
              >
                {name}
              </Link>
            </dd>
          ))}
        </div>
      ))}
    </dl>
  );
}
