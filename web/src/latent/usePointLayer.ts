import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { CanvasDrawing } from './CanvasDrawing.ts';
import type { Drawing } from './drawing.ts';
import { GlDrawing } from './GlDrawing.ts';
import type { MapView } from './MapView.ts';
import type { Pairs } from './pairs.ts';

/** Everything is drawn when the view has not changed for this long. */
const SETTLE_MS = 140;

interface Layer {
  pairs: Pairs;
  map: MapView;
  colours: Uint8Array;
  showsLines: boolean;
}

/** Draws the points into a container, at most once per frame, when the view, colours or lines change. */
export function usePointLayer(
  container: RefObject<HTMLElement | null>,
  { pairs, map, colours, showsLines }: Layer,
): void {
  const drawing = useRef<Drawing | null>(null);
  const current = useRef({ showsLines, colours });
  current.current = { showsLines, colours };
  const frame = useRef(0);

  const requestDraw = (isMoving: boolean) => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      drawing.current?.draw({
        view: map.view.peek(),
        size: map.size.peek(),
        zoom: map.zoom.peek(),
        showsLines: current.current.showsLines,
        isMoving,
      });
    });
  };

  useEffect(() => {
    let listener = new AbortController();
    const create = () => {
      const created: Drawing = GlDrawing.of(pairs) ?? new CanvasDrawing(pairs);
      listener = new AbortController();
      // The context can be lost, for example when a laptop sleeps; a new canvas gets a new one.
      created.canvas.addEventListener('webglcontextlost', recreate, { signal: listener.signal });
      container.current?.append(created.canvas);
      created.setColours(current.current.colours);
      drawing.current = created;
      requestDraw(false);
    };
    const remove = () => {
      listener.abort();
      drawing.current?.canvas.remove();
      drawing.current?.dispose();
      drawing.current = null;
    };
    const recreate = () => {
      remove();
      create();
    };
    create();
    return () => {
      cancelAnimationFrame(frame.current);
      remove();
    };
  }, [pairs]);

  useEffect(() => {
    drawing.current?.setColours(colours);
    requestDraw(false);
  }, [colours, showsLines]);

  const settleTimer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useSignalEffect(() => {
    void map.view.value;
    void map.size.value;
    requestDraw(true);
    clearTimeout(settleTimer.current);
    settleTimer.current = setTimeout(() => requestDraw(false), SETTLE_MS);
  });
  useEffect(() => () => clearTimeout(settleTimer.current), []);
}
