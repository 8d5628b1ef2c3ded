import { useLayoutEffect, useState } from 'preact/hooks';
import type { Span } from '../api/model.ts';
import { spanBetween } from './span.ts';

/** Less than this is a click, not a drag. */
const LEAST_DRAG_PX = 4;

interface Tracks {
  duration: number;
  nSecs: number;
  onMark: (span: Span) => void;
  onSeek: (secs: number) => void;
}

/** Drag over tracks to mark a stretch, click to go there; Escape or a lost pointer leaves all as it was. */
export function useMarking({ duration, nSecs, onMark, onSeek }: Tracks) {
  const [drag, setDrag] = useState<{ fromPx: number; from: number; marked: Span | null } | null>(null);
  const isDragging = drag !== null;
  useLayoutEffect(() => {
    if (!isDragging) return;
    // To the window: pressing on the tracks takes the focus from everything.
    const letGo = (event: KeyboardEvent) => event.key === 'Escape' && setDrag(null);
    window.addEventListener('keydown', letGo);
    return () => window.removeEventListener('keydown', letGo);
  }, [isDragging]);

  const timeAt = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return ((event.clientX - left) / width) * duration;
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      setDrag({ fromPx: event.clientX, from: timeAt(event), marked: null });
    },
    onPointerMove: (event: PointerEvent) => {
      if (!drag) return;
      const isDrag = drag.marked !== null || Math.abs(event.clientX - drag.fromPx) >= LEAST_DRAG_PX;
      if (isDrag) setDrag({ ...drag, marked: spanBetween(drag.from, timeAt(event), nSecs) });
    },
    onPointerUp: () => {
      if (!drag) return;
      setDrag(null);
      if (drag.marked) onMark(drag.marked);
      else onSeek(Math.min(Math.max(drag.from, 0), duration));
    },
    onPointerCancel: () => setDrag(null),
  };
  return { marking: drag?.marked ?? null, handlers };
}
