import type { Samples } from '../api/types.ts';

/** The uncertainty of the model, by how many different clips its samples are nearest to. */
export function describeSamples({ n_draws: nSamples, n_clips: nClips }: Pick<Samples, 'n_draws' | 'n_clips'>): string {
  if (nClips <= 1) return `${nSamples} samples, all nearest to the same clip: low uncertainty.`;
  const level = nClips <= nSamples / 2 ? 'medium' : 'high';
  return `${nSamples} samples, nearest to ${nClips} different clips: ${level} uncertainty.`;
}
