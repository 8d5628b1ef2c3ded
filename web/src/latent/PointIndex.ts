import KDBush from 'kdbush';
import { type Pairs, pairOf } from './pairs.ts';

/** A spatial index of all points, fast enough to query on every pointer movement. */
export class PointIndex {
  readonly #pairs: Pairs;
  readonly #tree: KDBush;

  constructor(pairs: Pairs) {
    this.#pairs = pairs;
    this.#tree = new KDBush(pairs.n * 2, 64, Float32Array);
    for (let i = 0; i < pairs.positions.length; i += 2)
      this.#tree.add(pairs.positions[i] ?? 0, pairs.positions[i + 1] ?? 0);
    this.#tree.finish();
  }

  /** The nearest point within a radius, among clips that the filter accepts. */
  nearest(x: number, y: number, radius: number, accepts: (clip: number) => boolean): number | null {
    const { positions, clip } = this.#pairs;
    let nearest: number | null = null;
    let least = Infinity;
    for (const point of this.#tree.within(x, y, radius)) {
      const distance = Math.hypot((positions[point * 2] ?? 0) - x, (positions[point * 2 + 1] ?? 0) - y);
      if (distance < least && accepts(clip[pairOf(point)] ?? 0)) {
        least = distance;
        nearest = point;
      }
    }
    return nearest;
  }
}
