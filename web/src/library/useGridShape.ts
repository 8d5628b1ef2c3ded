import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

const GAP = 20;
const LEAST_WIDTH = 216;
/** Name and length below the picture. */
const WORDS_HEIGHT = 56;

export interface GridShape {
  nColumns: number;
  rowHeight: number;
}

/** Cards of one size, as many beside each other as fit; two on a phone. */
export function gridShape(width: number): GridShape {
  const nColumns = Math.max(2, Math.floor((width + GAP) / (LEAST_WIDTH + GAP)));
  const cardWidth = (width - GAP * (nColumns - 1)) / nColumns;
  return { nColumns, rowHeight: Math.round((cardWidth * 9) / 16) + WORDS_HEIGHT + 12 };
}

export function useGridShape(grid: RefObject<HTMLElement | null>): GridShape {
  const [shape, setShape] = useState(() => gridShape(Math.min(window.innerWidth - 40, 1184)));
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const look = () => setShape(gridShape(element.clientWidth));
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => watch.disconnect();
  }, []);
  return shape;
}
