import { useLayoutEffect, useState } from 'preact/hooks';
import type { Span } from '../api/types.ts';
import { spanBetween } from './span.ts';

/** A shorter movement is a click, not a drag. */
const MIN_DRAG_PX = 4;

interface Options {
  duration: number;
  nSecs: number;
  onSelect: (span: Span) => void;
  onSeek: (secs: number) => void;
}

/** Pointer handlers of the tracks: drag to select a span, click to seek, Escape to cancel. */
export function useSpanSelection({ duration, nSecs, onSelect, onSeek }: Options) {
  const [drag, setDrag] = useState<{ startPx: number; startSecs: number; span: Span | null } | null>(null);
  const isDragging = drag !== null;
  useLayoutEffect(() => {
    if (!isDragging) return;
    // On the window, since the tracks are not focusable.
    const cancel = (event: KeyboardEvent) => event.key === 'Escape' && setDrag(null);
    window.addEventListener('keydown', cancel);
    return () => window.removeEventListener('keydown', cancel);
  }, [isDragging]);

  const timeAt = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    return ((event.clientX - left) / width) * duration;
  };
  const handlers = {
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0) return;
      (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
      setDrag({ startPx: event.clientX, startSecs: timeAt(event), span: null });
    },
    onPointerMove: (event: PointerEvent) => {
      if (!drag) return;
      const isDrag = drag.span !== null || Math.abs(event.clientX - drag.startPx) >= MIN_DRAG_PX;
      if (isDrag) setDrag({ ...drag, span: spanBetween(drag.startSecs, timeAt(event), nSecs) });
    },
    onPointerUp: () => {
      if (!drag) return;
      setDrag(null);
      if (drag.span) onSelect(drag.span);
      else onSeek(Math.min(Math.max(drag.startSecs, 0), duration));
    },
    onPointerCancel: () => setDrag(null),
  };
  return { dragged: drag?.span ?? null, handlers };
}
