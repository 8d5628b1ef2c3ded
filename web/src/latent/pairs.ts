import type { Latent, Modality } from '../api/model.ts';

/**
 * Seconds that are both heard and seen. Sound and picture of a second lie next to each other, so that
 * one list of places is the points and, two by two, the lines that join them.
 */
export interface Pairs {
  n: number;
  /** x and y of a second's sound, x and y of its picture. */
  places: Float32Array;
  /** The number of its clip. */
  clip: Uint32Array;
  second: Uint32Array;
}

/** Where everything lies. */
export interface Extent {
  left: number;
  right: number;
  bottom: number;
  top: number;
}

/** A point is a modality of a pair: even numbers are sounds, odd ones pictures. */
export const pairOf = (point: number) => point >> 1;
export const modalityOf = (point: number): Modality => (point % 2 === 0 ? 'audio' : 'visual');
export const soundOf = (pair: number) => pair * 2;
export const placeOf = ({ places }: Pairs, point: number) => ({
  x: places[point * 2] ?? 0,
  y: places[point * 2 + 1] ?? 0,
});

/** Dealt like cards: any beginning of the pairs is an even sample of them all, which is drawn while the map moves. */
export function pairsOf({ clip, second, audio, visual }: Pick<Latent, 'clip' | 'second' | 'audio' | 'visual'>): Pairs {
  const n = clip.length;
  const pairs = { n, places: new Float32Array(n * 4), clip: new Uint32Array(n), second: new Uint32Array(n) };
  dealt(n).forEach((from, pair) => {
    pairs.clip[pair] = clip[from] ?? 0;
    pairs.second[pair] = second[from] ?? 0;
    pairs.places.set(
      [audio[from * 2] ?? 0, audio[from * 2 + 1] ?? 0, visual[from * 2] ?? 0, visual[from * 2 + 1] ?? 0],
      pair * 4,
    );
  });
  return pairs;
}

/** Multiples of the golden section fall evenly, and so do the numbers whose multiples are least. */
function dealt(n: number): Uint32Array {
  const turn = (i: number) => (i * 0.618033988749895) % 1;
  return Uint32Array.from({ length: n }, (_, i) => i).sort((one, other) => turn(one) - turn(other));
}

export function extentOf({ places }: Pairs): Extent {
  const extent = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity };
  for (let i = 0; i < places.length; i += 2) {
    const x = places[i] ?? 0;
    const y = places[i + 1] ?? 0;
    extent.left = Math.min(extent.left, x);
    extent.right = Math.max(extent.right, x);
    extent.bottom = Math.min(extent.bottom, y);
    extent.top = Math.max(extent.top, y);
  }
  return places.length === 0 ? { left: -1, right: 1, bottom: -1, top: 1 } : extent;
}

/** The pairs of a clip, in the order of its seconds. */
export function pairsOfClip({ n, clip, second }: Pairs, wanted: number): number[] {
  const found: number[] = [];
  for (let pair = 0; pair < n; pair += 1) if (clip[pair] === wanted) found.push(pair);
  return found.sort((one, other) => (second[one] ?? 0) - (second[other] ?? 0));
}
