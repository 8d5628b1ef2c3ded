import './latent.css';
import { ask } from '../api/ask.ts';
import { saved } from '../api/saved.ts';
import type { Latent } from '../api/model.ts';
import type { Problem } from '../api/problem.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { OpenMap } from './OpenMap.tsx';

export default function LatentPage() {
  useTitle('Map');
  const latent = useAnswer('latent', (signal) => ask<Latent>('/api/latent', { signal }));
  return (
    <>
      <h1>Map of sounds and pictures</h1>
      <p class="lead">
        Every second is here twice: where its sound belongs, and where its picture belongs. What lies near each other
        sounds or looks alike.
      </p>
      {latent.state === 'waiting' && <Waiting what="Laying out the map…" />}
      {latent.state === 'wrong' && <NoMap problem={latent.problem} again={latent.again} />}
      {latent.state === 'here' && (latent.answer.clip.length === 0 ? <NoPairs /> : <OpenMap latent={latent.answer} />)}
    </>
  );
}

function NoMap({ problem, again }: { problem: Problem; again: () => void }) {
  if (problem.kind !== 'not-learned' && problem.kind !== 'cannot-generate')
    return <ProblemNote problem={problem} again={again} />;
  const isLearned = problem.kind === 'cannot-generate';
  return (
    <div class="note">
      <p class="note-title">{isLearned ? 'This model draws no map' : 'There is no map yet'}</p>
      <p>
        {isLearned
          ? 'It compares sounds and pictures without giving them places in a space of their own. A variational model, such as ms-vae, has one.'
          : 'Earsight first has to learn how sound and picture belong together in these clips. Then each second gets its places.'}
      </p>
      {!saved && (
        <Link to={{ page: 'learn' }} class="button primary">
          {isLearned ? 'Learn with another model' : 'Learn this library'}
        </Link>
      )}
    </div>
  );
}

function NoPairs() {
  return <p class="nothing">No second of this library is both heard and seen, so there is nothing to join on a map.</p>;
}
