import type { RefObject } from 'preact';
import type { Playable } from '../api/media.ts';
import type { HasModality, Source } from '../api/types.ts';
import { VideoStill } from './VideoStill.tsx';

interface Props {
  video: RefObject<HTMLVideoElement | null>;
  /** Null if a saved page does not contain it. */
  playable: Playable | null;
  source: Source;
  has: HasModality;
  title: string;
  /** The second to show if there is no video. */
  second: number;
  onReady: () => void;
}

/** The video of a clip or an upload with controls, or else its picture. */
export function Player({ video, playable, source, has, title, second, onReady }: Props) {
  if (!playable) return <VideoStill source={source} second={second} name={title} />;
  return (
    <video
      ref={video}
      class={has.visual ? 'video' : 'video sound-only'}
      src={playable.src}
      controls
      playsInline
      preload="auto"
      onLoadedMetadata={onReady}
      aria-label={title}
    />
  );
}
