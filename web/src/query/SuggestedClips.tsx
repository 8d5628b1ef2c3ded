import { ask } from '../api/ask.ts';
import type { Clips } from '../api/model.ts';
import { pictureOf, spectrogramOf } from '../api/places.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { clipName } from '../library/clipName.ts';
import { Picture } from '../picture/Picture.tsx';
import type { Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';

/** As many as one looks at without looking for something. */
const N_CLIPS = 6;

/** Some clips of the library to begin with. */
export function SuggestedClips({ toClip }: { toClip: (clip: string) => Page }) {
  const clips = useAnswer('suggested', (signal) => ask<Clips>(`/api/clips?limit=${N_CLIPS}`, { signal }));
  if (clips.state !== 'here' || clips.answer.clips.length === 0) return null;
  return (
    <section class="suggested" aria-labelledby="suggested">
      <h2 id="suggested">Or begin with a clip</h2>
      <ul>
        {clips.answer.clips.map(({ clip, has, n_secs }) => (
          <li key={clip}>
            <Link to={toClip(clip)} class="clip-card">
              <span class="clip-picture">
                <Picture
                  src={has.visual ? pictureOf({ clip }, Math.floor(n_secs / 2)) : spectrogramOf({ clip })}
                  alt=""
                />
              </span>
              <span class="clip-title">{clipName(clip).title}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p class="quiet">
        Or open any other in the <Link to={{ page: 'library' }}>library</Link> and mark a moment there.
      </p>
    </section>
  );
}
