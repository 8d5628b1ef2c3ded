import { saved, savedMediaUrl, savedPictureUrl, savedVideoSpan } from './saved.ts';
import type { Source, Span } from './types.ts';

/** The address of a clip or an upload. */
export function sourceUrl({ clip, upload }: Source): string {
  return clip === undefined
    ? `/api/uploads/${encodeURIComponent(upload ?? '')}`
    : `/api/clips/${encodeURIComponent(clip)}`;
}

/** The picture in the middle of a second; on a saved page the nearest one, if any. */
export function pictureUrl(source: Source, second: number): string | undefined {
  return saved ? savedPictureUrl(sourceUrl(source), second) : `${sourceUrl(source)}/pictures/${second}`;
}

/** The spectrogram of the whole file. */
export function spectrogramUrl(source: Source): string | undefined {
  const address = `${sourceUrl(source)}/spectrogram`;
  return saved ? savedMediaUrl(address) : address;
}

export const waveformUrl = (source: Source) => `${sourceUrl(source)}/waveform`;

/** What a browser can play of a clip or an upload. */
export interface Playable {
  src: string;
  /** The second of the clip at which it starts. */
  startSecs: number;
  /** `Infinity` for the whole file. */
  nSecs: number;
}

/** Null if a saved page has no excerpt of the clip. */
export function playableOf(source: Source): Playable | null {
  if (!saved) return { src: `${sourceUrl(source)}/playable`, startSecs: 0, nSecs: Infinity };
  const span = savedVideoSpan(source);
  const src = savedMediaUrl(`${sourceUrl(source)}/excerpt`);
  return span && src ? { src, startSecs: span.start, nSecs: span.len } : null;
}

/** Whether these seconds can be played. */
export function canPlay(playable: Playable | null, { start, len }: Span): playable is Playable {
  return playable !== null && start >= playable.startSecs && start + len <= playable.startSecs + playable.nSecs;
}
