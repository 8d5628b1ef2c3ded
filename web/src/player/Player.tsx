import type { RefObject } from 'preact';
import type { Has, Source } from '../api/model.ts';
import type { Film } from '../api/places.ts';
import { NoFilm } from './NoFilm.tsx';

interface Props {
  video: RefObject<HTMLVideoElement | null>;
  /** Nothing where a saved page does not hold it. */
  film: Film | null;
  source: Source;
  has: Has;
  title: string;
  /** The second that is shown without a film. */
  second: number;
  onReady: () => void;
}

/** The film of a clip or an upload with controls, or its picture. */
export function Player({ video, film, source, has, title, second, onReady }: Props) {
  if (!film) return <NoFilm source={source} second={second} name={title} />;
  return (
    <video
      ref={video}
      class={has.visual ? 'film' : 'film sound-only'}
      src={film.src}
      controls
      playsInline
      preload="auto"
      onLoadedMetadata={onReady}
      aria-label={title}
    />
  );
}
