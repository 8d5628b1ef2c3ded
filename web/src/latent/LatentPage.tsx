import './latent.css';
import { fetchJson } from '../api/fetchJson.ts';
import type { Problem } from '../api/problem.ts';
import { saved } from '../api/saved.ts';
import type { Latent } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { Link } from '../routing/Link.tsx';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { LatentMap } from './LatentMap.tsx';

export default function LatentPage() {
  useTitle('Map');
  const latent = useRequest('latent', (signal) => fetchJson<Latent>('/api/latent', { signal }));
  return (
    <>
      <h1>Map of sounds and pictures</h1>
      <p class="lead">
        The latent space in two dimensions. Every second has two points, one for its sound and one for its picture.
        Points that are near each other sound or look alike.
      </p>
      {latent.state === 'loading' && <Loading text="Loading map…" />}
      {latent.state === 'failed' && <NoMap problem={latent.problem} retry={latent.retry} />}
      {latent.state === 'loaded' &&
        (latent.value.clip.length === 0 ? <NoPairs /> : <LatentMap latent={latent.value} />)}
    </>
  );
}

function NoMap({ problem, retry }: { problem: Problem; retry: () => void }) {
  if (problem.kind !== 'not-learned' && problem.kind !== 'cannot-generate')
    return <ProblemNote problem={problem} retry={retry} />;
  const isLearned = problem.kind === 'cannot-generate';
  return (
    <div class="note">
      <p class="note-title">{isLearned ? 'This model has no latent space' : 'There is no map yet'}</p>
      <p>
        {isLearned
          ? 'It compares sounds and pictures directly. Variational models, such as ms-vae, have one.'
          : 'The map shows the latent space of a model, which has to be learned from these clips first.'}
      </p>
      {!saved && (
        <Link to={{ page: 'learn' }} class="button primary">
          {isLearned ? 'Learn another model' : 'Learn this library'}
        </Link>
      )}
    </div>
  );
}

function NoPairs() {
  return <p class="empty">No second of this library has both sound and picture, so the map is empty.</p>;
}
