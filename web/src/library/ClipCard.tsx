import { useState } from 'preact/hooks';
import type { Clip } from '../api/model.ts';
import { pictureOf, spectrogramOf } from '../api/places.ts';
import { Link } from '../routing/Link.tsx';
import { clipName } from './clipName.ts';
import { clock } from './time.ts';

/** A clip's picture and name; whoever points at it leafs through its seconds and sees its sound. */
export function ClipCard({ clip }: { clip: Clip | undefined }) {
  const [pointed, setPointed] = useState<number | null>(null);
  const [isFocused, setFocused] = useState(false);
  if (!clip) return <div class="clip-card clip-card-empty" aria-hidden="true" />;

  const { title, folder } = clipName(clip.clip);
  const middle = Math.floor(clip.n_secs / 2);
  const second = pointed === null ? middle : Math.min(Math.floor(pointed * clip.n_secs), clip.n_secs - 1);
  const isOpen = pointed !== null || isFocused;
  const leaf = (event: PointerEvent) => {
    if (event.pointerType === 'touch') return;
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    setPointed(Math.min(Math.max((event.clientX - left) / width, 0), 0.999));
  };

  return (
    <Link
      to={{ page: 'clip', clip: clip.clip }}
      class="clip-card"
      onPointerMove={leaf}
      onPointerLeave={() => setPointed(null)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <span class="clip-picture">
        {clip.has.visual ? <Leaf clip={clip.clip} second={second} /> : <SoundOnly clip={clip.clip} />}
        {isOpen && clip.has.audio && clip.has.visual && <img class="clip-sound" src={spectrogramOf(clip)} alt="" />}
        {pointed !== null && <span class="clip-needle" style={{ left: `${pointed * 100}%` }} />}
        <span class="clip-length">
          <span class="sr-only">, </span>
          {pointed === null ? clock(clip.duration_secs) : `${clock(second)} / ${clock(clip.duration_secs)}`}
        </span>
      </span>
      <span class="clip-title">{title}</span>
      <span class="clip-more">{more(clip, folder)}</span>
    </Link>
  );
}

/** The picture of a second, over the last one that was here so that nothing blinks. */
function Leaf({ clip, second }: { clip: string; second: number }) {
  const [here, setHere] = useState(second);
  const wanted = pictureOf({ clip }, second);
  return (
    <>
      <img src={pictureOf({ clip }, here)} alt="" loading="lazy" />
      {second !== here && <img src={wanted} alt="" onLoad={() => setHere(second)} />}
    </>
  );
}

function SoundOnly({ clip }: { clip: string }) {
  return <img class="clip-sound-only" src={spectrogramOf({ clip })} alt="" loading="lazy" />;
}

function more({ has }: Clip, folder: string): string {
  const modalities = has.audio && has.visual ? '' : has.audio ? 'sound only' : 'picture only';
  return [folder, modalities].filter(Boolean).join(' · ');
}
