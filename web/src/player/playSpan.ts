import type { Span } from '../api/types.ts';

const playing = new WeakMap<HTMLVideoElement, AbortController>();

/**
 * Plays some seconds of a clip and pauses at their end, unless the user pauses or seeks before.
 * `startSecs` is the second of the clip at which the video starts.
 */
export function playSpan(video: HTMLVideoElement, { start: second, len }: Span, startSecs: number): void {
  const start = second - startSecs;
  playing.get(video)?.abort();
  video.currentTime = start;
  const controller = new AbortController();
  const { signal } = controller;
  playing.set(video, controller);
  const pauseAtEnd = () => {
    if (video.currentTime >= start + len) {
      controller.abort();
      video.pause();
    }
  };
  video.addEventListener('timeupdate', pauseAtEnd, { signal });
  video.addEventListener('pause', () => controller.abort(), { signal });
  // Browsers block playback before the first interaction with a page; the video then stays at the moment.
  video.play().catch(() => controller.abort());
}
