/** A latent space that nobody learned: clouds around an empty middle, in which one known second lies. */
import type { Latent } from '../src/api/model.ts';

export interface KnownSecond {
  clip: string;
  second: number;
}

/** Its sound is in the very middle of all, its picture a little to the right. */
export function madeUpSpace(known: KnownSecond, nSecs: number): Latent {
  const nClips = Math.ceil(nSecs / 10);
  const clips = [known.clip, ...Array.from({ length: nClips }, (_, i) => `made-up/${i}.mp4`)];
  const space: Latent = {
    clips,
    categories: null,
    clip: [0],
    second: [known.second],
    audio: [0, 0],
    visual: [0.12, 0],
    variance_shown: 0.25,
    n_secs: nSecs + 1,
  };
  const chance = dice();
  for (let i = 0; i < nSecs; i += 1) {
    const clip = 1 + Math.floor(i / 10);
    const angle = clip * 2.399963;
    const far = 0.62 + 0.2 * Math.sin(clip);
    const near = () => (chance() - 0.5) * 0.3;
    space.clip.push(clip);
    space.second.push(i % 10);
    space.audio.push(far * Math.cos(angle) + near(), far * Math.sin(angle) + near());
    space.visual.push(far * Math.cos(angle) + near(), far * Math.sin(angle) + near());
  }
  // The corners say how far everything reaches, so that the middle is the middle.
  for (const modality of [space.audio, space.visual]) {
    for (let i = 2; i < modality.length; i += 1) modality[i] = Math.min(Math.max(modality[i]!, -0.99), 0.99);
  }
  if (nSecs >= 1) {
    space.audio.splice(2, 2, -1, -1);
    space.visual.splice(2, 2, 1, 1);
  }
  return space;
}

/** The same numbers every time. */
function dice(): () => number {
  let state = 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
