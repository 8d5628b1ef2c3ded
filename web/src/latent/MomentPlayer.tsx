import { useEffect, useRef } from 'preact/hooks';
import { filmOf, holds } from '../api/places.ts';
import { clipName } from '../library/clipName.ts';
import { clock } from '../library/time.ts';
import { NoFilm } from '../player/NoFilm.tsx';
import { playSpan } from '../player/playSpan.ts';
import { Link } from '../routing/Link.tsx';

/** A second of a clip that somebody wants to see and hear; asked again, it is another one. */
export interface Wanted {
  clip: string;
  second: number;
}

export function MomentPlayer({ wanted }: { wanted: Wanted }) {
  const film = useRef<HTMLVideoElement>(null);
  const { clip, second } = wanted;
  const playable = filmOf({ clip });
  const begins = playable?.begins ?? 0;
  const { title } = clipName(clip);
  useEffect(() => {
    const video = film.current;
    if (!video) return;
    const play = () => playSpan(video, { start: second, len: 1 }, begins);
    if (video.readyState >= HTMLMediaElement.HAVE_METADATA) return play();
    video.addEventListener('loadedmetadata', play, { once: true });
    return () => video.removeEventListener('loadedmetadata', play);
  }, [wanted]);
  return (
    <div class="moment-player">
      {holds(playable, { start: second, len: 1 }) ? (
        <video key={clip} ref={film} src={playable.src} controls playsInline preload="auto" aria-label={title} />
      ) : (
        <NoFilm source={{ clip }} second={second} name={title} />
      )}
      <p class="moment-player-name">
        <strong>{title}</strong> <span class="quiet number">at {clock(second)}</span>
      </p>
      <Link to={{ page: 'clip', clip, span: { start: second, len: 1 } }}>Open the clip at this second</Link>
    </div>
  );
}
