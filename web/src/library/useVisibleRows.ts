import {
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  type VirtualizerOptions,
  windowScroll,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';

/** Which rows of a long list are in sight when the window is what scrolls, and where they lie. */
export function useVisibleRows(list: RefObject<HTMLElement | null>, nRows: number, rowHeight: number) {
  const [, lookAgain] = useReducer((n: number) => n + 1, 0);
  const above = list.current ? list.current.getBoundingClientRect().top + window.scrollY : 0;
  const options: VirtualizerOptions<Window, HTMLElement> = {
    count: nRows,
    estimateSize: () => rowHeight,
    overscan: 3,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    scrollMargin: above,
    initialOffset: () => window.scrollY,
    onChange: () => lookAgain(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer(options));
  virtualizer.setOptions(options);
  useEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [rowHeight]);
  return { rows: virtualizer.getVirtualItems(), height: virtualizer.getTotalSize(), above };
}
