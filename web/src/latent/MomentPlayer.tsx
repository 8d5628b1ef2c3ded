import { useEffect, useRef } from 'preact/hooks';
import { canPlay, playableOf } from '../api/media.ts';
import { clipName } from '../format/clipName.ts';
import { clock } from '../format/time.ts';
import { playSpan } from '../player/playSpan.ts';
import { VideoStill } from '../player/VideoStill.tsx';
import { Link } from '../routing/Link.tsx';

/** A second of a clip; a new object plays it again. */
export interface PlayedSecond {
  clip: string;
  second: number;
}

export function MomentPlayer({ played }: { played: PlayedSecond }) {
  const video = useRef<HTMLVideoElement>(null);
  const { clip, second } = played;
  const span = { start: second, len: 1 };
  const playable = playableOf({ clip });
  const startSecs = playable?.startSecs ?? 0;
  const { title } = clipName(clip);
  useEffect(() => {
    const element = video.current;
    if (!element) return;
    const play = () => playSpan(element, span, startSecs);
    if (element.readyState >= HTMLMediaElement.HAVE_METADATA) return play();
    element.addEventListener('loadedmetadata', play, { once: true });
    return () => element.removeEventListener('loadedmetadata', play);
  }, [played]);
  return (
    <div class="moment-player">
      {canPlay(playable, span) ? (
        <video key={clip} ref={video} src={playable.src} controls playsInline preload="auto" aria-label={title} />
      ) : (
        <VideoStill source={{ clip }} second={second} name={title} />
      )}
      <p class="moment-player-name">
        <strong>{title}</strong> <span class="quiet number">at {clock(second)}</span>
      </p>
      <Link to={{ page: 'clip', clip, span }}>Open the clip at this second</Link>
    </div>
  );
}
