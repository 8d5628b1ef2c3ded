import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Modality, Span } from '../api/model.ts';
import { filmOf, holds, pictureOf, spectrogramOf } from '../api/places.ts';
import { clipName } from '../library/clipName.ts';
import { clock } from '../library/time.ts';
import { Picture } from '../picture/Picture.tsx';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { PlayingFilm } from './PlayingFilm.tsx';
import { playing } from './playing.ts';

interface Props {
  id: string;
  clip: string;
  span: Span;
  modality: Modality;
}

/** The picture of a moment; touched, it is the film, playing at that moment. */
export function FoundPicture({ id, clip, span, modality }: Props) {
  const picture = useRef<HTMLButtonElement>(null);
  const isLeft = useRef(false);
  const film = filmOf({ clip });
  const canPlay = holds(film, span);
  const isPlaying = canPlay && playing.value === id;
  const name = `${clipName(clip).title} at ${clock(span.start)}`;
  useLayoutEffect(() => {
    // Whoever leaves the film is where it was begun.
    if (!isPlaying && isLeft.current) picture.current?.focus({ preventScroll: true });
    isLeft.current = false;
  }, [isPlaying]);
  if (isPlaying) {
    const leave = () => {
      isLeft.current = true;
      playing.value = null;
    };
    return <PlayingFilm film={film} span={span} name={name} onEnd={leave} />;
  }
  const shown = (
    <>
      <Picture src={pictureOf({ clip }, span.start)} instead={spectrogramOf({ clip })} alt="" />
      <span class="found-modality">
        <ModalityMark of={modality} />
      </span>
    </>
  );
  if (!canPlay) return <div class="found-picture">{shown}</div>;
  return (
    <button
      ref={picture}
      type="button"
      class="found-picture"
      aria-label={`Play ${name}`}
      onClick={() => {
        playing.value = id;
      }}
    >
      {shown}
      <span class="found-play" aria-hidden="true">
        <svg viewBox="0 0 12 12">
          <path d="M2.5 1.2v9.6L10.5 6z" />
        </svg>
      </span>
    </button>
  );
}
