import { useSignalEffect } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { CanvasDrawing } from './CanvasDrawing.ts';
import type { Drawing } from './drawing.ts';
import { GlDrawing } from './GlDrawing.ts';
import type { MapView } from './MapView.ts';
import type { Pairs } from './pairs.ts';

/** So long after the last step a movement is over, and everything is drawn. */
const STILL_MS = 140;

interface Layer {
  pairs: Pairs;
  map: MapView;
  colours: Uint8Array;
  isJoined: boolean;
}

/** Draws the points into a place, at most once a frame, when anything about them changed. */
export function usePointLayer(place: RefObject<HTMLElement | null>, { pairs, map, colours, isJoined }: Layer): void {
  const drawing = useRef<Drawing | null>(null);
  const now = useRef({ isJoined, colours });
  now.current = { isJoined, colours };
  const frame = useRef(0);

  const drawSoon = (isMoving: boolean) => {
    cancelAnimationFrame(frame.current);
    frame.current = requestAnimationFrame(() => {
      const look = {
        view: map.view.peek(),
        size: map.size.peek(),
        zoom: map.zoom.peek(),
        isJoined: now.current.isJoined,
        isMoving,
      };
      drawing.current?.draw(look);
    });
  };

  useEffect(() => {
    let over = new AbortController();
    const begin = () => {
      const drawn: Drawing = GlDrawing.of(pairs) ?? new CanvasDrawing(pairs);
      over = new AbortController();
      // Graphics cards forget everything when a laptop sleeps: then a new canvas is drawn on.
      drawn.canvas.addEventListener('webglcontextlost', again, { signal: over.signal });
      place.current?.append(drawn.canvas);
      drawn.recolour(now.current.colours);
      drawing.current = drawn;
      drawSoon(false);
    };
    const end = () => {
      over.abort();
      drawing.current?.canvas.remove();
      drawing.current?.dispose();
      drawing.current = null;
    };
    const again = () => {
      end();
      begin();
    };
    begin();
    return () => {
      cancelAnimationFrame(frame.current);
      end();
    };
  }, [pairs]);

  useEffect(() => {
    drawing.current?.recolour(colours);
    drawSoon(false);
  }, [colours, isJoined]);

  const still = useRef<ReturnType<typeof setTimeout>>(undefined);
  useSignalEffect(() => {
    void map.view.value;
    void map.size.value;
    drawSoon(true);
    clearTimeout(still.current);
    still.current = setTimeout(() => drawSoon(false), STILL_MS);
  });
  useEffect(() => () => clearTimeout(still.current), []);
}
