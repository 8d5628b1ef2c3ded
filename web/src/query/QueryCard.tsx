import './query.css';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Modality, Span } from '../api/model.ts';
import { filmOf, holds } from '../api/places.ts';
import { clipName } from '../library/clipName.ts';
import { Player } from '../player/Player.tsx';
import { playSpan } from '../player/playSpan.ts';
import { Link } from '../routing/Link.tsx';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { WORD } from '../modality/words.ts';
import { spanInWords } from '../timeline/span.ts';
import { BroughtTimeline } from './BroughtTimeline.tsx';
import type { Query } from './useQuery.ts';

interface Props {
  query: Query;
  from: Modality;
  onMark: (span: Span) => void;
  onOther: () => void;
  children?: ComponentChildren;
}

/** The moment that is asked with: to hear and see it again, and to choose another one. */
export function QueryCard({ query, from, onMark, onOther, children }: Props) {
  const film = useRef<HTMLVideoElement>(null);
  const { source, name, has, span } = query;
  const { title } = clipName(name);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    // Whoever brought it is told that it is here.
    if (source.upload !== undefined) heading.current?.focus({ preventScroll: true });
  }, [source.upload]);
  const playable = filmOf(source);
  const begins = playable?.begins ?? 0;
  const play = () => film.current && playSpan(film.current, span, begins);
  const lookAtStart = () => {
    if (film.current) film.current.currentTime = span.start - begins;
  };
  return (
    <section class="query-card" aria-label="What is asked with">
      <Player
        video={film}
        film={holds(playable, span) ? playable : null}
        source={source}
        has={has}
        title={title}
        second={span.start}
        onReady={lookAtStart}
      />
      <div class="query-says">
        <p class="kicker">
          <ModalityMark of={from} /> The {WORD[from]} of
        </p>
        <h2 class="query-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <p class="moment-when">
          <output>{spanInWords(span)}</output>
        </p>
        <p class="query-ways">
          {holds(playable, span) && (
            <button type="button" onClick={play}>
              Play the moment
            </button>
          )}
          {source.clip !== undefined && (
            <Link to={{ page: 'clip', clip: source.clip, span }} class="button">
              Mark another moment
            </Link>
          )}
          <button type="button" onClick={onOther}>
            Ask with something else
          </button>
        </p>
        {children}
      </div>
      {source.upload !== undefined && <BroughtTimeline query={query} film={film} onMark={onMark} />}
    </section>
  );
}
