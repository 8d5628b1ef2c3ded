import type { MapView } from './MapView.ts';

const FACTOR = 1.6;

export function ZoomButtons({ map }: { map: MapView }) {
  return (
    <div class="zoom-buttons">
      <button type="button" disabled={map.showsAll.value} onClick={() => map.showAll()}>
        Show all
      </button>
      <button type="button" aria-label="Zoom out" title="Zoom out" onClick={() => map.zoomBy(1 / FACTOR)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10" />
        </svg>
      </button>
      <button type="button" aria-label="Zoom in" title="Zoom in" onClick={() => map.zoomBy(FACTOR)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10M8 3v10" />
        </svg>
      </button>
    </div>
  );
}
