import type { MapView } from './MapView.ts';

const PAN_PX = 64;
const ZOOM_FACTOR = 1.5;

const SHORTCUTS: Record<string, (map: MapView) => void> = {
  ArrowLeft: (map) => map.pan(PAN_PX, 0),
  ArrowRight: (map) => map.pan(-PAN_PX, 0),
  ArrowUp: (map) => map.pan(0, PAN_PX),
  ArrowDown: (map) => map.pan(0, -PAN_PX),
  '+': (map) => map.zoomBy(ZOOM_FACTOR),
  '=': (map) => map.zoomBy(ZOOM_FACTOR),
  '-': (map) => map.zoomBy(1 / ZOOM_FACTOR),
  '0': (map) => map.showAll(),
  Home: (map) => map.showAll(),
};

/** Pans or zooms the map; returns false for other keys. */
export function handleKey(map: MapView, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const shortcut = ctrlKey || metaKey || altKey ? undefined : SHORTCUTS[key];
  shortcut?.(map);
  return shortcut !== undefined;
}
