/** What determines the colours of points. */
export type ColourBy = 'modality' | 'clip' | 'category';

/** Colours that are distinguishable; further groups reuse them. */
export const N_COLOURS = 24;

export interface Grouping {
  /** Categories, for the legend; clips have their colours in the list of clips. */
  names: readonly string[];
  /** The colour of each clip; -1 for none. */
  ofClip: Int32Array;
}

export function groupingOf(by: ColourBy, nClips: number, categories: readonly (string | null)[] | null): Grouping {
  if (by === 'clip') return { names: [], ofClip: Int32Array.from({ length: nClips }, (_, clip) => clip % N_COLOURS) };
  const labels = by === 'category' ? (categories ?? []) : [];
  const names = [...new Set(labels.filter((name) => name !== null))].sort();
  const number = new Map(names.map((name, i) => [name, i % N_COLOURS]));
  return { names, ofClip: Int32Array.from({ length: nClips }, (_, clip) => number.get(labels[clip] ?? '') ?? -1) };
}

/** Consecutive groups get hues that are far apart, at multiples of the golden angle. */
export function groupColour(group: number, isDark: boolean): string {
  const hue = (group * 137.5) % 360;
  const lightness = (isDark ? 0.72 : 0.5) + [0, 0.09, -0.08][group % 3]!;
  return `oklch(${lightness.toFixed(2)} 0.14 ${hue.toFixed(1)})`;
}
