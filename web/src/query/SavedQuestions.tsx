import { pictureOf } from '../api/places.ts';
import type { SavedMoment } from '../api/saved.ts';
import { clipName } from '../library/clipName.ts';
import { Picture } from '../picture/Picture.tsx';
import type { Moment, Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { spanInWords } from '../timeline/span.ts';

interface Props {
  moments: readonly SavedMoment[];
  toMoment: (moment: Moment) => Page;
}

/** The moments whose answers a saved page holds. */
export function SavedQuestions({ moments, toMoment }: Props) {
  if (moments.length === 0) return <p class="nothing">No clip of this library has both sound and picture.</p>;
  return (
    <section class="suggested" aria-labelledby="suggested">
      <h2 id="suggested">Moments whose answers are saved</h2>
      <ul>
        {moments.map(({ clip, span }) => (
          <li key={clip}>
            <Link to={toMoment({ clip, span })} class="clip-card">
              <span class="clip-picture">
                <Picture src={pictureOf({ clip }, span.start)} alt="" />
              </span>
              <span class="clip-title">{clipName(clip).title}</span>
              <span class="clip-more">{spanInWords(span)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
