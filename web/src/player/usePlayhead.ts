import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Where a film is, in seconds of its clip, of which it begins with `begins`: frame by frame while it plays, and
 * wherever it is moved to.
 */
export function usePlayhead(film: RefObject<HTMLVideoElement | null>, begins: number): Signal<number> {
  const time = useSignal(begins);
  useLayoutEffect(() => {
    const video = film.current;
    if (!video) return;
    let frame = 0;
    const look = () => {
      time.value = begins + video.currentTime;
      cancelAnimationFrame(frame);
      if (!video.paused) frame = requestAnimationFrame(look);
    };
    const events = ['play', 'playing', 'pause', 'seeking', 'seeked', 'timeupdate'] as const;
    for (const event of events) video.addEventListener(event, look);
    return () => {
      cancelAnimationFrame(frame);
      for (const event of events) video.removeEventListener(event, look);
    };
  }, []);
  return time;
}
