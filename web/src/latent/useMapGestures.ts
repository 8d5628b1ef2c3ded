import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { MapView, Spot } from './MapView.ts';

/** A hand that moves less than that has clicked. */
const CLICK_PX = 5;

interface Heard {
  /** The pointer is here; null when it left or began to drag. */
  onPoint: (at: Spot | null) => void;
  onClick: (at: Spot) => void;
}

/** Wheel, drag and pinch move the map; a pointer that does neither points at something. */
export function useMapGestures(place: RefObject<HTMLElement | null>, map: MapView, heard: Heard): void {
  const listening = useRef(heard);
  listening.current = heard;
  useLayoutEffect(() => {
    const element = place.current;
    if (!element) return;
    const fingers = new Map<number, Spot>();
    let travelled = 0;
    let isPinch = false;
    const spotOf = (event: MouseEvent): Spot => {
      const { left, top } = element.getBoundingClientRect();
      return { left: event.clientX - left - element.clientLeft, top: event.clientY - top - element.clientTop };
    };
    const over = new AbortController();
    const on = <Name extends keyof HTMLElementEventMap>(
      name: Name,
      listen: (event: HTMLElementEventMap[Name]) => void,
    ) => element.addEventListener(name, listen, { signal: over.signal, passive: false });

    on('pointerdown', (event) => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return;
      element.setPointerCapture(event.pointerId);
      fingers.set(event.pointerId, spotOf(event));
      isPinch = fingers.size > 1;
      travelled = 0;
    });
    on('pointermove', (event) => {
      const to = spotOf(event);
      const from = fingers.get(event.pointerId);
      if (!from) return listening.current.onPoint(to);
      fingers.set(event.pointerId, to);
      const other = [...fingers].find(([id]) => id !== event.pointerId)?.[1];
      const by = { left: to.left - from.left, top: to.top - from.top };
      travelled += Math.hypot(by.left, by.top);
      if (travelled < CLICK_PX) return;
      listening.current.onPoint(null);
      if (other) {
        map.drag(by.left / 2, by.top / 2);
        map.zoomBy(distance(to, other) / Math.max(distance(from, other), 1), middle(to, other));
      } else map.drag(by.left, by.top);
    });
    on('pointerup', (event) => {
      if (!fingers.delete(event.pointerId)) return;
      if (travelled < CLICK_PX && !isPinch) listening.current.onClick(spotOf(event));
    });
    on('pointercancel', (event) => fingers.delete(event.pointerId));
    on('pointerleave', () => listening.current.onPoint(null));
    on('wheel', (event) => {
      event.preventDefault();
      // Lines and pages as pixels; a pinch on a touchpad comes as small steps with Ctrl.
      const pixels = event.deltaY * ([1, 16, 320][event.deltaMode] ?? 1) * (event.ctrlKey ? 5 : 1);
      map.zoomBy(Math.exp(-Math.min(Math.max(pixels, -240), 240) * 0.0022), spotOf(event));
    });
    return () => over.abort();
  }, [map]);
}

const distance = (one: Spot, other: Spot) => Math.hypot(one.left - other.left, one.top - other.top);
const middle = (one: Spot, other: Spot): Spot => ({
  left: (one.left + other.left) / 2,
  top: (one.top + other.top) / 2,
});
