import type { Source, Span } from './model.ts';
import { saved, savedFilm, savedMedia, savedPicture } from './saved.ts';

/** Where the server keeps what belongs to a clip or an upload. */
function placeOf({ clip, upload }: Source): string {
  return clip === undefined
    ? `/api/uploads/${encodeURIComponent(upload ?? '')}`
    : `/api/clips/${encodeURIComponent(clip)}`;
}

/** The picture in the middle of a second; a saved page may have only one nearby, or none. */
export function pictureOf(source: Source, second: number): string | undefined {
  return saved ? savedPicture(placeOf(source), second) : `${placeOf(source)}/pictures/${second}`;
}

/** All of its sound as one picture. */
export function spectrogramOf(source: Source): string | undefined {
  const address = `${placeOf(source)}/spectrogram`;
  return saved ? savedMedia(address) : address;
}

/** How loud it is. */
export const waveformOf = (source: Source) => `${placeOf(source)}/waveform`;

/** What a browser can play of a clip or an upload. */
export interface Film {
  src: string;
  /** The second of the clip with which it begins. */
  begins: number;
  /** Infinite where it is all of it. */
  nSecs: number;
}

/** Null where a saved page has none. */
export function filmOf(source: Source): Film | null {
  if (!saved) return { src: `${placeOf(source)}/playable`, begins: 0, nSecs: Infinity };
  const span = savedFilm(source);
  const src = savedMedia(`${placeOf(source)}/excerpt`);
  return span && src ? { src, begins: span.start, nSecs: span.len } : null;
}

/** Whether a film holds the moment. */
export function holds(film: Film | null, { start, len }: Span): film is Film {
  return film !== null && start >= film.begins && start + len <= film.begins + film.nSecs;
}
