import { colour } from '../plot/colour.ts';
import { groupColour, type Grouping, N_COLOURS } from './grouping.ts';
import type { Pairs } from './pairs.ts';

export type Rgb = readonly [red: number, green: number, blue: number];

/** The colours of the current theme. */
export interface Palette {
  audio: Rgb;
  visual: Rgb;
  none: Rgb;
  groups: readonly Rgb[];
}

/** Opacity of points that are not highlighted, 0 to 255. */
const DIMMED = 26;

/** The colour of every point as four bytes: by group, or by modality without a grouping. */
export function pointColours(
  pairs: Pairs,
  grouping: Grouping | null,
  palette: Palette,
  isHighlighted: (clip: number) => boolean,
): Uint8Array {
  const colours = new Uint8Array(pairs.n * 8);
  for (let pair = 0; pair < pairs.n; pair += 1) {
    const clip = pairs.clip[pair] ?? 0;
    const group = grouping ? (palette.groups[grouping.ofClip[clip] ?? -1] ?? palette.none) : null;
    const opacity = isHighlighted(clip) ? 255 : DIMMED;
    colours.set(group ?? palette.audio, pair * 8);
    colours.set(group ?? palette.visual, pair * 8 + 4);
    colours[pair * 8 + 3] = opacity;
    colours[pair * 8 + 7] = opacity;
  }
  return colours;
}

export function currentPalette(isDark: boolean): Palette {
  const context = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgb = (css: string): Rgb => {
    if (!context) return [128, 128, 128];
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  };
  return {
    audio: rgb(colour('audio')),
    visual: rgb(colour('visual')),
    none: rgb(colour('quiet')),
    groups: Array.from({ length: N_COLOURS }, (_, group) => rgb(groupColour(group, isDark))),
  };
}
