import { type Signal, useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/** The current time of a video in seconds of its clip, updated every frame; the video starts at `startSecs`. */
export function usePlayhead(video: RefObject<HTMLVideoElement | null>, startSecs: number): Signal<number> {
  const time = useSignal(startSecs);
  useLayoutEffect(() => {
    const element = video.current;
    if (!element) return;
    let frame = 0;
    const update = () => {
      time.value = startSecs + element.currentTime;
      cancelAnimationFrame(frame);
      if (!element.paused) frame = requestAnimationFrame(update);
    };
    const events = ['play', 'playing', 'pause', 'seeking', 'seeked', 'timeupdate'] as const;
    for (const event of events) element.addEventListener(event, update);
    return () => {
      cancelAnimationFrame(frame);
      for (const event of events) element.removeEventListener(event, update);
    };
  }, []);
  return time;
}
