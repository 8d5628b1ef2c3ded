import { useState } from 'preact/hooks';
import { pictureUrl, spectrogramUrl } from '../api/media.ts';
import type { Clip } from '../api/types.ts';
import { clipName } from '../format/clipName.ts';
import { clock } from '../format/time.ts';
import { Link } from '../routing/Link.tsx';

/** A clip's picture and name; hovering scrubs through its seconds and shows its spectrogram. */
export function ClipCard({ clip }: { clip: Clip | undefined }) {
  const [hovered, setHovered] = useState<number | null>(null);
  const [isFocused, setFocused] = useState(false);
  if (!clip) return <div class="clip-card clip-card-empty" aria-hidden="true" />;

  const { title, folder } = clipName(clip.clip);
  const middle = Math.floor(clip.n_secs / 2);
  const second = hovered === null ? middle : Math.min(Math.floor(hovered * clip.n_secs), clip.n_secs - 1);
  const isActive = hovered !== null || isFocused;
  const scrub = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    setHovered(Math.min(Math.max((event.clientX - left) / width, 0), 0.999));
  };

  return (
    <Link
      to={{ page: 'clip', clip: clip.clip }}
      class="clip-card"
      onPointerMove={scrub}
      onPointerLeave={() => setHovered(null)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <span class="clip-picture">
        {clip.has.visual ? <SecondPicture clip={clip.clip} second={second} /> : <SoundPicture clip={clip.clip} />}
        {isActive && clip.has.audio && clip.has.visual && <img class="clip-sound" src={spectrogramUrl(clip)} alt="" />}
        {hovered !== null && <span class="clip-position" style={{ left: `${hovered * 100}%` }} />}
        <span class="clip-length">
          <span class="sr-only">, </span>
          {hovered === null ? clock(clip.duration_secs) : `${clock(second)} / ${clock(clip.duration_secs)}`}
        </span>
      </span>
      <span class="clip-title">{title}</span>
      <span class="clip-more">{describe(clip, folder)}</span>
    </Link>
  );
}

/** The picture of a second, over the previous one so that it does not flicker while it loads. */
function SecondPicture({ clip, second }: { clip: string; second: number }) {
  const [loaded, setLoaded] = useState(second);
  return (
    <>
      <img src={pictureUrl({ clip }, loaded)} alt="" loading="lazy" />
      {second !== loaded && <img src={pictureUrl({ clip }, second)} alt="" onLoad={() => setLoaded(second)} />}
    </>
  );
}

function SoundPicture({ clip }: { clip: string }) {
  return <img class="clip-sound-only" src={spectrogramUrl({ clip })} alt="" loading="lazy" />;
}

function describe({ has }: Clip, folder: string): string {
  const only = has.audio && has.visual ? '' : has.audio ? 'sound only' : 'picture only';
  return [folder, only].filter(Boolean).join(' · ');
}
