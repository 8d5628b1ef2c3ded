/** What points are coloured by. */
export type ColourBy = 'modality' | 'clip' | 'category';

/** Colours that are told apart; with more groups than that they come again. */
export const N_COLOURS = 24;

export interface Grouping {
  /** Categories, for the key; clips have their colours in their list. */
  names: readonly string[];
  /** The colour of each clip, by number; -1 where it has none. */
  ofClip: Int32Array;
}

export function groupingOf(by: ColourBy, nClips: number, categories: readonly (string | null)[] | null): Grouping {
  if (by === 'clip') return { names: [], ofClip: Int32Array.from({ length: nClips }, (_, clip) => clip % N_COLOURS) };
  const said = by === 'category' ? (categories ?? []) : [];
  const names = [...new Set(said.filter((name) => name !== null))].sort();
  const number = new Map(names.map((name, i) => [name, i % N_COLOURS]));
  return { names, ofClip: Int32Array.from({ length: nClips }, (_, clip) => number.get(said[clip] ?? '') ?? -1) };
}

/** Neighbours in a list are far from each other on the wheel of colours. */
export function groupColour(group: number, isDark: boolean): string {
  const hue = (group * 137.5) % 360;
  const lightness = (isDark ? 0.72 : 0.5) + [0, 0.09, -0.08][group % 3]!;
  return `oklch(${lightness.toFixed(2)} 0.14 ${hue.toFixed(1)})`;
}
