import './results.css';
import type { ComponentChildren } from 'preact';
import type { Modality, Span } from '../api/types.ts';
import { clipName } from '../format/clipName.ts';
import { clock } from '../format/time.ts';
import { Link } from '../routing/Link.tsx';
import { ResultPicture } from './ResultPicture.tsx';

interface Props {
  /** Unique on the page. */
  id: string;
  clip: string;
  span: Span;
  modality: Modality;
  children?: ComponentChildren;
}

/** A moment as a card: a picture that plays it, a link to its clip, and further content. */
export function MomentCard({ id, clip, span, modality, children }: Props) {
  const { title } = clipName(clip);
  return (
    <article class="result" aria-label={`${title} at ${clock(span.start)}`}>
      <ResultPicture id={id} clip={clip} span={span} modality={modality} />
      <p class="result-name">
        <Link to={{ page: 'clip', clip, span }}>{title}</Link>
        <span class="quiet number">{clock(span.start)}</span>
      </p>
      {children}
    </article>
  );
}
