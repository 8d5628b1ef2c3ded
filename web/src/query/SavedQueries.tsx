import { pictureUrl } from '../api/media.ts';
import type { SavedMoment } from '../api/saved.ts';
import { clipName } from '../format/clipName.ts';
import { Picture } from '../picture/Picture.tsx';
import type { Moment, Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { formatSpan } from '../timeline/span.ts';

interface Props {
  moments: readonly SavedMoment[];
  toMoment: (moment: Moment) => Page;
}

/** The queries whose results a saved page contains. */
export function SavedQueries({ moments, toMoment }: Props) {
  if (moments.length === 0) return <p class="empty">No clip of this library has both sound and picture.</p>;
  return (
    <section class="suggested" aria-labelledby="suggested">
      <h2 id="suggested">Saved queries</h2>
      <ul>
        {moments.map(({ clip, span }) => (
          <li key={clip}>
            <Link to={toMoment({ clip, span })} class="clip-card">
              <span class="clip-picture">
                <Picture src={pictureUrl({ clip }, span.start)} alt="" />
              </span>
              <span class="clip-title">{clipName(clip).title}</span>
              <span class="clip-more">{formatSpan(span)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
