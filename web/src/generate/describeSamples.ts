import type { Samples } from '../api/types.ts';

/** By how many different clips the samples are nearest to: the more, the more they vary. */
export function describeSamples({ n_draws: nSamples, n_clips: nClips }: Pick<Samples, 'n_draws' | 'n_clips'>): string {
  if (nClips <= 1) return `${nSamples} samples, all nearest to the same clip.`;
  return `${nSamples} samples, nearest to ${nClips} different clips.`;
}
