/** A synthetic latent space: clusters around one known second in the empty middle. */
import type { Latent } from '../src/api/types.ts';

export interface KnownSecond {
  clip: string;
  second: number;
}

/** The known sound is in the middle of the map, its picture a little to the right. */
export function syntheticSpace(known: KnownSecond, nSecs: number): Latent {
  const nClips = Math.ceil(nSecs / 10);
  const clips = [known.clip, ...Array.from({ length: nClips }, (_, i) => `synthetic/${i}.mp4`)];
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
  const random = generator();
  for (let i = 0; i < nSecs; i += 1) {
    const clip = 1 + Math.floor(i / 10);
    const angle = clip * 2.399963;
    const radius = 0.62 + 0.2 * Math.sin(clip);
    const noise = () => (random() - 0.5) * 0.3;
    space.clip.push(clip);
    space.second.push(i % 10);
    space.audio.push(radius * Math.cos(angle) + noise(), radius * Math.sin(angle) + noise());
    space.visual.push(radius * Math.cos(angle) + noise(), radius * Math.sin(angle) + noise());
  }
  // Two points in the corners fix the extent, so that the known second is in the middle.
  for (const positions of [space.audio, space.visual]) {
    for (let i = 2; i < positions.length; i += 1) positions[i] = Math.min(Math.max(positions[i]!, -0.99), 0.99);
  }
  if (nSecs >= 1) {
    space.audio.splice(2, 2, -1, -1);
    space.visual.splice(2, 2, 1, 1);
  }
  return space;
}

/** A pseudo-random generator with a fixed seed. */
function generator(): () => number {
  let state = 1;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}
