import type { Localized } from '../api/model.ts';

type Column = (number | null)[];

/** What is drawn of an answer. */
export type Fit = Pick<Localized, 'distances' | 'first_start' | 'found'>;

/**
 * Both curves over one axis of time. A distance belongs to a window; it is drawn at the window's
 * middle, so that a curve is highest in the middle of the window that is answered.
 */
export function fitOverTime(audio: Fit | undefined, visual: Fit | undefined): [number[], Column, Column] {
  const one = byTime(audio);
  const other = byTime(visual);
  const times = [...new Set([...one.keys(), ...other.keys()])].sort((a, b) => a - b);
  return [times, times.map((time) => one.get(time) ?? null), times.map((time) => other.get(time) ?? null)];
}

function byTime(localized: Fit | undefined): Map<number, number> {
  if (!localized) return new Map();
  const { distances, first_start, found } = localized;
  return new Map(distances.map((distance, index) => [first_start + index + found.len / 2, distance]));
}
