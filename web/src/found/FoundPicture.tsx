import { useRef } from 'preact/hooks';
import type { Modality, Span } from '../api/model.ts';
import { pictureOf, playableOf, spectrogramOf } from '../api/places.ts';
import { clipName } from '../library/clipName.ts';
import { Picture } from '../picture/Picture.tsx';
import { playSpan } from '../player/playSpan.ts';
import { SenseMark } from '../sense/SenseMark.tsx';
import { clock } from '../library/time.ts';
import { playing } from './playing.ts';

interface Props {
  id: string;
  clip: string;
  span: Span;
  sense: Modality;
}

/** The picture of a moment; touched, it is the film, playing at that moment. */
export function FoundPicture({ id, clip, span, sense }: Props) {
  const film = useRef<HTMLVideoElement>(null);
  const { title } = clipName(clip);
  if (playing.value === id) {
    const begin = () => film.current && playSpan(film.current, span);
    return (
      <video
        ref={film}
        class="found-picture"
        src={playableOf({ clip })}
        controls
        playsInline
        autofocus
        preload="auto"
        onLoadedMetadata={begin}
        aria-label={`${title} at ${clock(span.start)}`}
        onKeyDown={(event) => {
          if (event.key === 'Escape') playing.value = null;
        }}
      />
    );
  }
  return (
    <button
      type="button"
      class="found-picture"
      aria-label={`Play ${title} at ${clock(span.start)}`}
      onClick={() => {
        playing.value = id;
      }}
    >
      <Picture src={pictureOf({ clip }, span.start)} instead={spectrogramOf({ clip })} alt="" />
      <span class="found-play" aria-hidden="true">
        <svg viewBox="0 0 12 12">
          <path d="M2.5 1.2v9.6L10.5 6z" />
        </svg>
      </span>
      <span class="found-sense">
        <SenseMark of={sense} />
      </span>
    </button>
  );
}
