import KDBush from 'kdbush';
import { type Pairs, pairOf } from './pairs.ts';

/** Which point lies where, among a hundred thousand, while the pointer moves. */
export class PointFinder {
  readonly #pairs: Pairs;
  readonly #tree: KDBush;

  constructor(pairs: Pairs) {
    this.#pairs = pairs;
    this.#tree = new KDBush(pairs.n * 2, 64, Float32Array);
    for (let i = 0; i < pairs.places.length; i += 2) this.#tree.add(pairs.places[i] ?? 0, pairs.places[i + 1] ?? 0);
    this.#tree.finish();
  }

  /** The nearest point of the wanted clips that is no farther than `reach`. */
  nearest(x: number, y: number, reach: number, isWanted: (clip: number) => boolean): number | null {
    const { places, clip } = this.#pairs;
    let found: number | null = null;
    let least = Infinity;
    for (const point of this.#tree.within(x, y, reach)) {
      const distance = Math.hypot((places[point * 2] ?? 0) - x, (places[point * 2 + 1] ?? 0) - y);
      if (distance < least && isWanted(clip[pairOf(point)] ?? 0)) {
        least = distance;
        found = point;
      }
    }
    return found;
  }
}
