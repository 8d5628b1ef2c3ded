import { colour } from '../plot/colour.ts';
import { groupColour, type Grouping, N_COLOURS } from './grouping.ts';
import { type Pairs } from './pairs.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** The colours of the theme as it is now, as numbers. */
export interface Shades {
  audio: Rgb;
  visual: Rgb;
  none: Rgb;
  groups: readonly Rgb[];
}

/** What is not meant is still there, but steps back. */
const DIM = 26;

/** The colour of every point: four bytes each. */
export function coloursOf(
  pairs: Pairs,
  grouping: Grouping | null,
  shades: Shades,
  isLit: (clip: number) => boolean,
): Uint8Array {
  const colours = new Uint8Array(pairs.n * 8);
  for (let pair = 0; pair < pairs.n; pair += 1) {
    const clip = pairs.clip[pair] ?? 0;
    const group = grouping ? (shades.groups[grouping.ofClip[clip] ?? -1] ?? shades.none) : null;
    const opacity = isLit(clip) ? 255 : DIM;
    colours.set(group ?? shades.audio, pair * 8);
    colours.set(group ?? shades.visual, pair * 8 + 4);
    colours[pair * 8 + 3] = opacity;
    colours[pair * 8 + 7] = opacity;
  }
  return colours;
}

export function shadesNow(isDark: boolean): Shades {
  const read = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (css: string): Rgb => {
    if (!read) return [128, 128, 128];
    read.fillStyle = css;
    read.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = read.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
  return {
    audio: rgb(colour('audio')),
    visual: rgb(colour('visual')),
    none: rgb(colour('quiet')),
    groups: Array.from({ length: N_COLOURS }, (_, group) => rgb(groupColour(group, isDark))),
  };
}
