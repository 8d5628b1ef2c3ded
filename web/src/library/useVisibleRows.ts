import {
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  type VirtualizerOptions,
  windowScroll,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useEffect, useLayoutEffect, useReducer, useState } from 'preact/hooks';

/** The visible rows of a long list in the scrolling window, and its height and offset. */
export function useVisibleRows(list: RefObject<HTMLElement | null>, nRows: number, rowHeight: number) {
  const [, update] = useReducer((n: number) => n + 1, 0);
  const offsetTop = list.current ? list.current.getBoundingClientRect().top + window.scrollY : 0;
  const options: VirtualizerOptions<Window, HTMLElement> = {
    count: nRows,
    estimateSize: () => rowHeight,
    overscan: 3,
    getScrollElement: () => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    scrollMargin: offsetTop,
    initialOffset: () => window.scrollY,
    onChange: () => update(undefined),
  };
  const [virtualizer] = useState(() => new Virtualizer(options));
  virtualizer.setOptions(options);
  useEffect(() => virtualizer._didMount(), []);
  useLayoutEffect(() => virtualizer._willUpdate());
  useLayoutEffect(() => virtualizer.measure(), [rowHeight]);
  return { rows: virtualizer.getVirtualItems(), height: virtualizer.getTotalSize(), offsetTop };
}
