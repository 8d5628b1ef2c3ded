import type { MapView } from './MapView.ts';

const STEP = 1.6;

export function ZoomButtons({ map }: { map: MapView }) {
  return (
    <div class="zoom-buttons">
      <button type="button" disabled={map.isWhole.value} onClick={() => map.showWhole()}>
        Show all
      </button>
      <button type="button" aria-label="Farther" title="Farther" onClick={() => map.zoomBy(1 / STEP)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10" />
        </svg>
      </button>
      <button type="button" aria-label="Nearer" title="Nearer" onClick={() => map.zoomBy(STEP)}>
        <svg viewBox="0 0 16 16" aria-hidden="true">
          <path d="M3 8h10M8 3v10" />
        </svg>
      </button>
    </div>
  );
}
