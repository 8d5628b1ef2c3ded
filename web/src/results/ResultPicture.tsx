import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { canPlay, pictureUrl, playableOf, spectrogramUrl } from '../api/media.ts';
import type { Modality, Span } from '../api/types.ts';
import { clipName } from '../format/clipName.ts';
import { clock } from '../format/time.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { Picture } from '../picture/Picture.tsx';
import { playing } from './playing.ts';
import { ResultVideo } from './ResultVideo.tsx';

interface Props {
  id: string;
  clip: string;
  span: Span;
  modality: Modality;
}

/** The picture of a moment, as a button that replaces it by the video. */
export function ResultPicture({ id, clip, span, modality }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const wasClosed = useRef(false);
  const playable = playableOf({ clip });
  const isPlayable = canPlay(playable, span);
  const isPlaying = isPlayable && playing.value === id;
  const name = `${clipName(clip).title} at ${clock(span.start)}`;
  useLayoutEffect(() => {
    // The focus goes back from the closed video to its button.
    if (!isPlaying && wasClosed.current) button.current?.focus({ preventScroll: true });
    wasClosed.current = false;
  }, [isPlaying]);
  useEffect(
    () => () => {
      if (playing.value === id) playing.value = null;
    },
    [id],
  );
  if (isPlaying) {
    const close = () => {
      wasClosed.current = true;
      playing.value = null;
    };
    return <ResultVideo playable={playable} span={span} name={name} onClose={close} />;
  }
  const picture = (
    <>
      <Picture src={pictureUrl({ clip }, span.start)} fallback={spectrogramUrl({ clip })} alt="" />
      <span class="result-modality">
        <ModalityMark of={modality} />
      </span>
    </>
  );
  if (!isPlayable) return <div class="result-picture">{picture}</div>;
  return (
    <button
      ref={button}
      type="button"
      class="result-picture"
      aria-label={`Play ${name}`}
      onClick={() => {
        playing.value = id;
      }}
    >
      {picture}
      <span class="result-play" aria-hidden="true">
        <svg viewBox="0 0 12 12">
          <path d="M2.5 1.2v9.6L10.5 6z" />
        </svg>
      </span>
    </button>
  );
}
