import { fetchJson } from '../api/fetchJson.ts';
import { pictureUrl, spectrogramUrl } from '../api/media.ts';
import type { Clips } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { clipName } from '../format/clipName.ts';
import { Picture } from '../picture/Picture.tsx';
import type { Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';

const N_CLIPS = 6;

/** A few clips of the library as possible queries. */
export function SuggestedClips({ toClip }: { toClip: (clip: string) => Page }) {
  const clips = useRequest('suggested', (signal) => fetchJson<Clips>(`/api/clips?limit=${N_CLIPS}`, { signal }));
  if (clips.state !== 'loaded' || clips.value.clips.length === 0) return null;
  return (
    <section class="suggested" aria-labelledby="suggested">
      <h2 id="suggested">Or start with a clip</h2>
      <ul>
        {clips.value.clips.map(({ clip, has, n_secs }) => (
          <li key={clip}>
            <Link to={toClip(clip)} class="clip-card">
              <span class="clip-picture">
                <Picture
                  src={has.visual ? pictureUrl({ clip }, Math.floor(n_secs / 2)) : spectrogramUrl({ clip })}
                  alt=""
                />
              </span>
              <span class="clip-title">{clipName(clip).title}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p class="quiet">
        Or open another clip in the <Link to={{ page: 'library' }}>library</Link> and select a moment there.
      </p>
    </section>
  );
}
