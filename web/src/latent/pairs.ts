import type { Latent, Modality } from '../api/types.ts';

/**
 * Seconds with both modalities. The positions of a second's sound and picture are adjacent, so that the same buffer
 * contains the points and, two by two, the lines between them.
 */
export interface Pairs {
  n: number;
  /** Per pair: x and y of the sound, x and y of the picture. */
  positions: Float32Array;
  /** Index of each pair's clip. */
  clip: Uint32Array;
  second: Uint32Array;
}

/** The bounding box of all points. */
export interface Extent {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** A point is one modality of a pair: point `2 i` is the sound of pair `i`, point `2 i + 1` its picture. */
export const pairOf = (point: number) => point >> 1;
export const modalityOf = (point: number): Modality => (point % 2 === 0 ? 'audio' : 'visual');
export const soundOf = (pair: number) => pair * 2;
export const positionOf = ({ positions }: Pairs, point: number) => ({
  x: positions[point * 2] ?? 0,
  y: positions[point * 2 + 1] ?? 0,
});

/** The pairs in an order in which every prefix is an even sample; a prefix is drawn while the view changes. */
export function pairsOf({ clip, second, audio, visual }: Pick<Latent, 'clip' | 'second' | 'audio' | 'visual'>): Pairs {
  const n = clip.length;
  const pairs = { n, positions: new Float32Array(n * 4), clip: new Uint32Array(n), second: new Uint32Array(n) };
  samplingOrder(n).forEach((from, pair) => {
    pairs.clip[pair] = clip[from] ?? 0;
    pairs.second[pair] = second[from] ?? 0;
    pairs.positions.set(
      [audio[from * 2] ?? 0, audio[from * 2 + 1] ?? 0, visual[from * 2] ?? 0, visual[from * 2 + 1] ?? 0],
      pair * 4,
    );
  });
  return pairs;
}

/** Sorted by the fractional parts of multiples of the golden ratio, which are evenly distributed. */
function samplingOrder(n: number): Uint32Array {
  const fraction = (i: number) => (i * 0.618033988749895) % 1;
  return Uint32Array.from({ length: n }, (_, i) => i).sort((one, other) => fraction(one) - fraction(other));
}

export function extentOf({ positions }: Pairs): Extent {
  const extent = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (let i = 0; i < positions.length; i += 2) {
    const x = positions[i] ?? 0;
    const y = positions[i + 1] ?? 0;
    extent.left = Math.min(extent.left, x);
    extent.right = Math.max(extent.right, x);
    extent.bottom = Math.min(extent.bottom, y);
    extent.top = Math.max(extent.top, y);
  }
  return positions.length === 0 ? { left: -1, right: 1, bottom: -1, top: 1 } : extent;
}

/** The pairs of a clip, by second. */
export function pairsOfClip({ n, clip, second }: Pairs, wanted: number): number[] {
  const pairs: number[] = [];
  for (let pair = 0; pair < n; pair += 1) if (clip[pair] === wanted) pairs.push(pair);
  return pairs.sort((one, other) => (second[one] ?? 0) - (second[other] ?? 0));
}
