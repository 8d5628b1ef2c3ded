import type { Span } from '../api/model.ts';

const ends = new WeakMap<HTMLVideoElement, () => void>();

/**
 * Plays these seconds of a clip and pauses at their end; whoever moves the film or pauses it before is left alone.
 * `begins` is the second of the clip with which the film begins.
 */
export function playSpan(film: HTMLVideoElement, { start: second, len }: Span, begins: number): void {
  const start = second - begins;
  ends.get(film)?.();
  film.currentTime = start;
  const over = new AbortController();
  const { signal } = over;
  ends.set(film, () => over.abort());
  const look = () => {
    if (film.currentTime >= start + len) {
      over.abort();
      film.pause();
    }
  };
  film.addEventListener('timeupdate', look, { signal });
  film.addEventListener('pause', () => over.abort(), { signal });
  // Refused where nobody has touched the page yet: then the film waits at the moment.
  film.play().catch(() => over.abort());
}
