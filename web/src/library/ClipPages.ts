import { signal } from '@preact/signals';
import { fetchJson } from '../api/fetchJson.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Clip, Clips } from '../api/types.ts';

const CLIPS_PER_PAGE = 100;

/** The clips whose names contain a text, loaded page by page. */
export class ClipPages {
  /** Null until the first page has loaded. */
  readonly nClips = signal<number | null>(null);
  readonly problem = signal<Problem | null>(null);
  readonly nPagesLoaded = signal(0);

  readonly #clips: Clip[] = [];
  readonly #requested = new Set<number>();
  readonly #controller = new AbortController();

  constructor(readonly filter: string) {
    this.load(0, 0);
  }

  at(index: number): Clip | undefined {
    return this.#clips[index];
  }

  /** Loads the clips from `first` to `last`, except for those that are loaded. */
  load(first: number, last: number): void {
    for (let page = Math.floor(first / CLIPS_PER_PAGE); page * CLIPS_PER_PAGE <= last; page++) {
      if (!this.#requested.has(page)) void this.#fetch(page);
    }
  }

  retry(): void {
    this.problem.value = null;
    this.load(0, 0);
  }

  cancel(): void {
    this.#controller.abort();
  }

  async #fetch(page: number): Promise<void> {
    this.#requested.add(page);
    const offset = page * CLIPS_PER_PAGE;
    const parameters = new URLSearchParams({ offset: String(offset), limit: String(CLIPS_PER_PAGE) });
    if (this.filter) parameters.set('filter', this.filter);
    try {
      const loaded = await fetchJson<Clips>(`/api/clips?${parameters}`, { signal: this.#controller.signal });
      loaded.clips.forEach((clip, index) => {
        this.#clips[offset + index] = clip;
      });
      this.nClips.value = loaded.n_clips;
      this.nPagesLoaded.value += 1;
    } catch (thrown) {
      if (this.#controller.signal.aborted) return;
      this.#requested.delete(page);
      this.problem.value = asProblem(thrown);
    }
  }
}
