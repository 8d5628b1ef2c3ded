import './found.css';
import type { Found, Modality, Span } from '../api/model.ts';
import { clipName } from '../library/clipName.ts';
import { clock } from '../library/time.ts';
import { Link } from '../routing/Link.tsx';
import { Parts } from '../modality/Parts.tsx';
import { spanInWords } from '../timeline/span.ts';
import { FoundPicture } from './FoundPicture.tsx';
import { matchInWords, shareInWords } from './matchInWords.ts';
import { PartsBar } from './PartsBar.tsx';

interface Props {
  found: Found;
  /** The modality in which it was found. */
  modality: Modality;
  /** Tells it from others on the page. */
  id: string;
  farthest: number;
  /** Seconds of a moment: as many as it was asked with. */
  nSecs: number;
}

/** A moment that was found: its picture plays it, its name leads to its clip. */
export function FoundCard({ found, modality, id, farthest, nSecs }: Props) {
  const { clip, second, span: around, parts, distance, p_value: share, own_file: isOwn } = found;
  const { title } = clipName(clip);
  const span: Span = { start: second, len: nSecs };
  const said = [matchInWords(share), isOwn ? 'same file' : ''].filter(Boolean).join(' · ');
  return (
    <article class="found" aria-label={`${title} at ${clock(second)}`}>
      <FoundPicture id={id} clip={clip} span={span} modality={modality} />
      <p class="found-name">
        <Link to={{ page: 'clip', clip, span }}>{title}</Link>
        <span class="quiet number">{clock(second)}</span>
      </p>
      <PartsBar parts={parts} farthest={farthest} />
      {said && <p class="found-says">{said}</p>}
      <details>
        <summary>In numbers</summary>
        <Parts parts={parts} distance={distance} />
        {around.len > 1 && <p class="quiet">Everything from {spanInWords(around)} is among the nearest.</p>}
        {share !== null && <p class="quiet">{shareInWords(share)}.</p>}
      </details>
    </article>
  );
}
