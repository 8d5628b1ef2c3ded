import type { Source } from './model.ts';

/** Where the server keeps what belongs to a clip or an upload. */
function placeOf({ clip, upload }: Source): string {
  return clip === undefined
    ? `/api/uploads/${encodeURIComponent(upload ?? '')}`
    : `/api/clips/${encodeURIComponent(clip)}`;
}

/** The picture in the middle of a second. */
export const pictureOf = (source: Source, second: number) => `${placeOf(source)}/pictures/${second}`;

/** All of its sound as one picture. */
export const spectrogramOf = (source: Source) => `${placeOf(source)}/spectrogram`;

/** What a browser can play. */
export const playableOf = (source: Source) => `${placeOf(source)}/playable`;

/** How loud it is. */
export const waveformOf = (source: Source) => `${placeOf(source)}/waveform`;
