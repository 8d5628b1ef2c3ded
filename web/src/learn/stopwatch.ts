import type { Job } from '../api/model.ts';

/** How long a run has been learning, as far as this page saw it: runs do not tell when they began. */
export interface Elapsed {
  secs: number;
  /** Whether it was running before somebody looked. */
  isAtLeast: boolean;
}

interface Seen {
  wasWaiting: boolean;
  ranFromMs: number | null;
  ranToMs: number | null;
}

export class Stopwatch {
  readonly #seen = new Map<string, Seen>();

  constructor(readonly now: () => number) {}

  /** Told of a run whenever something is heard of it. */
  see({ job, state }: Pick<Job, 'job' | 'state'>): void {
    const seen = this.#seen.get(job) ?? { wasWaiting: false, ranFromMs: null, ranToMs: null };
    this.#seen.set(job, seen);
    if (state === 'waiting') seen.wasWaiting = true;
    else if (state === 'running') seen.ranFromMs ??= this.now();
    else if (seen.ranFromMs !== null) seen.ranToMs ??= this.now();
  }

  elapsed(job: string): Elapsed | null {
    const seen = this.#seen.get(job);
    if (!seen || seen.ranFromMs === null) return null;
    return { secs: ((seen.ranToMs ?? this.now()) - seen.ranFromMs) / 1000, isAtLeast: !seen.wasWaiting };
  }

  /** Numbers of runs begin anew with the program. */
  forget(job: string): void {
    this.#seen.delete(job);
  }
}

/** One for all runs, so that whoever looks elsewhere meanwhile still reads the whole time. */
export const stopwatch = new Stopwatch(() => performance.now());
