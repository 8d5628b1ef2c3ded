import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

const GAP_PX = 20;
const MIN_WIDTH_PX = 216;
/** Title and details below the picture. */
const TEXT_HEIGHT_PX = 56;
const ROW_GAP_PX = 12;

interface GridShape {
  nColumns: number;
  rowHeight: number;
}

/** As many cards of equal size as fit side by side; at least two. */
function gridShape(width: number): GridShape {
  const nColumns = Math.max(2, Math.floor((width + GAP_PX) / (MIN_WIDTH_PX + GAP_PX)));
  const cardWidth = (width - GAP_PX * (nColumns - 1)) / nColumns;
  return { nColumns, rowHeight: Math.round((cardWidth * 9) / 16) + TEXT_HEIGHT_PX + ROW_GAP_PX };
}

export function useGridShape(grid: RefObject<HTMLElement | null>): GridShape {
  const [shape, setShape] = useState(() => gridShape(Math.min(window.innerWidth - 40, 1184)));
  useLayoutEffect(() => {
    const element = grid.current;
    if (!element) return;
    const update = () => setShape(gridShape(element.clientWidth));
    update();
    const observer = new ResizeObserver(update);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return shape;
}
