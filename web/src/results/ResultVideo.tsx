import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Playable } from '../api/media.ts';
import type { Span } from '../api/types.ts';
import { playSpan } from '../player/playSpan.ts';

interface Props {
  playable: Playable;
  span: Span;
  name: string;
  onClose: () => void;
}

/** A focused video that plays a moment; Escape closes it. */
export function ResultVideo({ playable: { src, startSecs }, span, name, onClose }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  useLayoutEffect(() => video.current?.focus({ preventScroll: true }), []);
  return (
    <video
      ref={video}
      class="result-picture"
      src={src}
      controls
      playsInline
      preload="auto"
      tabIndex={0}
      onLoadedMetadata={() => video.current && playSpan(video.current, span, startSecs)}
      aria-label={name}
      onKeyDown={(event) => event.key === 'Escape' && onClose()}
    />
  );
}
