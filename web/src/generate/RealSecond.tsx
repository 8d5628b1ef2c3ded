import '../found/found.css';
import type { Modality, Span } from '../api/model.ts';
import { FoundPicture } from '../found/FoundPicture.tsx';
import { clipName } from '../library/clipName.ts';
import { clock } from '../library/time.ts';
import { Link } from '../routing/Link.tsx';

interface Props {
  /** Tells it from others on the page. */
  id: string;
  clip: string;
  /** As many seconds as it was asked with, from the one that was found on. */
  span: Span;
  modality: Modality;
  says: string;
  /** How far it is from what was imagined; the truth is not measured. */
  distance?: number;
}

/** A real second that stands for what was imagined: its picture plays it, its name leads to its clip. */
export function RealSecond({ id, clip, span, modality, says, distance }: Props) {
  const { title } = clipName(clip);
  return (
    <article class="found" aria-label={`${title} at ${clock(span.start)}`}>
      <FoundPicture id={id} clip={clip} span={span} modality={modality} />
      <p class="found-name">
        <Link to={{ page: 'clip', clip, span }}>{title}</Link>
        <span class="quiet number">{clock(span.start)}</span>
      </p>
      {says && <p class="found-says">{says}</p>}
      {distance !== undefined && (
        <details>
          <summary>In numbers</summary>
          <dl class="numbers">
            <div>
              <dt>Distance, from 0 to 2</dt>
              <dd>{distance.toFixed(3)}</dd>
            </div>
          </dl>
        </details>
      )}
    </article>
  );
}
