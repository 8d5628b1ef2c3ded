import type { Drawn } from '../api/model.ts';

/** How sure the model is, by how many different clips its draws lead to. */
export function drawsInWords({ n_draws: nDraws, n_clips: nClips }: Pick<Drawn, 'n_draws' | 'n_clips'>): string {
  if (nClips <= 1) return `${nDraws} draws, and all lead to the same clip: it is sure.`;
  const isSure = nClips <= nDraws / 2;
  return `${nDraws} draws lead to ${nClips} different clips: it is ${isSure ? 'fairly sure' : 'not sure, and thinks much possible'}.`;
}
