import type { MapView } from './MapView.ts';

const STEP_PX = 64;
const ZOOM_STEP = 1.5;

const KEYS: Record<string, (map: MapView) => void> = {
  ArrowLeft: (map) => map.drag(STEP_PX, 0),
  ArrowRight: (map) => map.drag(-STEP_PX, 0),
  ArrowUp: (map) => map.drag(0, STEP_PX),
  ArrowDown: (map) => map.drag(0, -STEP_PX),
  '+': (map) => map.zoomBy(ZOOM_STEP),
  '=': (map) => map.zoomBy(ZOOM_STEP),
  '-': (map) => map.zoomBy(1 / ZOOM_STEP),
  '0': (map) => map.showWhole(),
  Home: (map) => map.showWhole(),
};

/** Moves the map; false for keys that mean nothing to it. */
export function moveByKey(map: MapView, { key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const move = ctrlKey || metaKey || altKey ? undefined : KEYS[key];
  move?.(map);
  return move !== undefined;
}
