import type { LocalizeResponse } from '../api/types.ts';

type Column = (number | null)[];

/** The part of a localization that is plotted. */
export type DistanceCurve = Pick<LocalizeResponse, 'distances' | 'first_start' | 'found'>;

/**
 * Both curves on one time axis. The distance of a window is plotted at its middle, so that the best value is in the
 * middle of the window that was found.
 */
export function alignCurves(
  audio: DistanceCurve | undefined,
  visual: DistanceCurve | undefined,
): [number[], Column, Column] {
  const ofAudio = byTime(audio);
  const ofVisual = byTime(visual);
  const times = [...new Set([...ofAudio.keys(), ...ofVisual.keys()])].sort((a, b) => a - b);
  return [times, times.map((time) => ofAudio.get(time) ?? null), times.map((time) => ofVisual.get(time) ?? null)];
}

function byTime(curve: DistanceCurve | undefined): Map<number, number> {
  if (!curve) return new Map();
  const { distances, first_start, found } = curve;
  return new Map(distances.map((distance, index) => [first_start + index + found.len / 2, distance]));
}
