import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Span } from '../api/model.ts';
import type { Film } from '../api/places.ts';
import { playSpan } from '../player/playSpan.ts';

interface Props {
  film: Film;
  span: Span;
  name: string;
  onEnd: () => void;
}

/** The film at a moment, playing; Escape ends it. */
export function PlayingFilm({ film: { src, begins }, span, name, onEnd }: Props) {
  const film = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => film.current?.focus({ preventScroll: true }), []);
  return (
    <video
      ref={film}
      class="found-picture"
      src={src}
      controls
      playsInline
      preload="auto"
      tabIndex={0}
      onLoadedMetadata={() => film.current && playSpan(film.current, span, begins)}
      aria-label={name}
      onKeyDown={(event) => event.key === 'Escape' && onEnd()}
    />
  );
}
