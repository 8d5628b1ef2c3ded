import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MapView, ScreenPoint } from './MapView.ts';

/** A shorter movement is a click, not a drag. */
const MIN_DRAG_PX = 5;

interface Callbacks {
  /** The pointer hovers here; null when it leaves or starts to drag. */
  onHover: (at: ScreenPoint | null) => void;
  onClick: (at: ScreenPoint) => void;
}

/** Wheel, drag and pinch move the map; other pointer events hover or click. */
export function useMapGestures(container: RefObject<HTMLElement | null>, map: MapView, callbacks: Callbacks): void {
  const current = useRef(callbacks);
  current.current = callbacks;
  useLayoutEffect(() => {
    const element = container.current;
    if (!element) return;
    const pointers = new Map<number, ScreenPoint>();
    let travelledPx = 0;
    let isPinch = false;
    const pointOf = (event: MouseEvent): ScreenPoint => {
      const { left, top } = element.getBoundingClientRect();
      return { left: event.clientX - left - element.clientLeft, top: event.clientY - top - element.clientTop };
    };
    const controller = new AbortController();
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listener: (event: HTMLElementEventMap[Name]) => void,
    ) => element.addEventListener(name, listener, { signal: controller.signal, passive: false });

    on('pointerdown', (event) => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
      element.setPointerCapture(event.pointerId);
      pointers.set(event.pointerId, pointOf(event));
      isPinch = pointers.size > 1;
      travelledPx = 0;
    });
    on('pointermove', (event) => {
      const to = pointOf(event);
      const from = pointers.get(event.pointerId);
      if (!from) return current.current.onHover(to);
      pointers.set(event.pointerId, to);
      const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
      const by = { left: to.left - from.left, top: to.top - from.top };
      travelledPx += Math.hypot(by.left, by.top);
      if (travelledPx < MIN_DRAG_PX) return;
      current.current.onHover(null);
      if (other) {
        map.pan(by.left / 2, by.top / 2);
        map.zoomBy(distance(to, other) / Math.max(distance(from, other), 1), middle(to, other));
      } else map.pan(by.left, by.top);
    });
    on('pointerup', (event) => {
      if (!pointers.delete(event.pointerId)) return;
      if (travelledPx < MIN_DRAG_PX && !isPinch) current.current.onClick(pointOf(event));
    });
    on('pointercancel', (event) => pointers.delete(event.pointerId));
    on('pointerleave', () => current.current.onHover(null));
    on('wheel', (event) => {
      event.preventDefault();
      // Pixels per unit of `deltaMode`; touchpads send a pinch as small steps with Ctrl.
      const pixels = event.deltaY * ([1, 16, 320][event.deltaMode] ?? 1) * (event.ctrlKey ? 5 : 1);
      map.zoomBy(Math.exp(-Math.min(Math.max(pixels, -240), 240) * 0.0022), pointOf(event));
    });
    return () => controller.abort();
  }, [map]);
}

const distance = (one: ScreenPoint, other: ScreenPoint) => Math.hypot(one.left - other.left, one.top - other.top);
const middle = (one: ScreenPoint, other: ScreenPoint): ScreenPoint => ({
  left: (one.left + other.left) / 2,
  top: (one.top + other.top) / 2,
});
