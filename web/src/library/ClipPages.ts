import { signal } from '@preact/signals';
import { ask } from '../api/ask.ts';
import type { Clip, Clips } from '../api/model.ts';
import { asProblem, type Problem } from '../api/problem.ts';

const CLIPS_PER_PAGE = 100;

/** The clips whose names hold a text, fetched page by page as they come into sight. */
export class ClipPages {
  /** How many there are; null until the first page is here. */
  readonly nClips = signal<number | null>(null);
  readonly problem = signal<Problem | null>(null);
  /** Grows with every page: whoever shows clips looks again. */
  readonly nPagesHere = signal(0);

  readonly #clips: Clip[] = [];
  readonly #asked = new Set<number>();
  readonly #calledOff = new AbortController();

  constructor(readonly filter: string) {
    this.want(0, 0);
  }

  at(index: number): Clip | undefined {
    return this.#clips[index];
  }

  /** Fetches what is not here of the clips from `first` to `last`. */
  want(first: number, last: number): void {
    for (let page = Math.floor(first / CLIPS_PER_PAGE); page * CLIPS_PER_PAGE <= last; page++) {
      if (!this.#asked.has(page)) void this.#fetch(page);
    }
  }

  again(): void {
    this.problem.value = null;
    this.want(0, 0);
  }

  callOff(): void {
    this.#calledOff.abort();
  }

  async #fetch(page: number): Promise<void> {
    this.#asked.add(page);
    const offset = page * CLIPS_PER_PAGE;
    const facts = new URLSearchParams({ offset: String(offset), limit: String(CLIPS_PER_PAGE) });
    if (this.filter) facts.set('filter', this.filter);
    try {
      const here = await ask<Clips>(`/api/clips?${facts}`, { signal: this.#calledOff.signal });
      here.clips.forEach((clip, index) => {
        this.#clips[offset + index] = clip;
      });
      this.nClips.value = here.n_clips;
      this.nPagesHere.value += 1;
    } catch (thrown) {
      if (this.#calledOff.signal.aborted) return;
      this.#asked.delete(page);
      this.problem.value = asProblem(thrown);
    }
  }
}
