import { useComputed } from '@preact/signals';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { counted } from '../format/numbers.ts';
import { mapLabel } from './mapLabels.ts';
import { handleKey } from './mapShortcuts.ts';
import type { MapView, ScreenPoint } from './MapView.ts';
import { pairOf, type Pairs } from './pairs.ts';
import { PointCard } from './PointCard.tsx';
import { PointIndex } from './PointIndex.ts';
import { PointMarks } from './PointMarks.tsx';
import { useMapGestures } from './useMapGestures.ts';
import { usePointLayer } from './usePointLayer.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

interface Props {
  pairs: Pairs;
  clips: readonly string[];
  map: MapView;
  colours: Uint8Array;
  showsLines: boolean;
  isHighlighted: (clip: number) => boolean;
  hovered: number | null;
  setHovered: (point: number | null) => void;
  /** The pair that was played last. */
  played: number | null;
  onPlay: (pair: number) => void;
}

/** How near a point must be to a pointer, a click, or, with the keyboard, the middle of the map. */
const RADIUS_PX = { hover: 12, click: 22, keyboard: 90 };

/** An interactive map of points. */
export function PointMap(props: Props) {
  const { pairs, clips, map, colours, showsLines, isHighlighted, hovered, setHovered, played, onPlay } = props;
  const container = useRef<HTMLDivElement>(null);
  const layer = useRef<HTMLDivElement>(null);
  const helpId = useId();
  const index = useMemo(() => new PointIndex(pairs), [pairs]);
  const middle = useComputed(() => ({ left: map.size.value.width / 2, top: map.size.value.height / 2 }));
  usePointLayer(layer, { pairs, map, colours, showsLines });

  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const updateSize = () => {
      map.size.value = { width: element.clientWidth, height: element.clientHeight };
    };
    updateSize();
    const observer = new ResizeObserver(updateSize);
    observer.observe(element);
    return () => observer.disconnect();
  }, [map]);

  const nearest = (at: ScreenPoint, radiusPx: number) => {
    const { x, y } = map.toPlane(at);
    return index.nearest(x, y, radiusPx / map.view.peek().scale, isHighlighted);
  };
  useMapGestures(container, map, {
    onHover: (at) => setHovered(at && nearest(at, RADIUS_PX.hover)),
    onClick: (at) => {
      const point = nearest(at, RADIUS_PX.click);
      setHovered(point);
      if (point !== null) onPlay(pairOf(point));
    },
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (handleKey(map, event)) setHovered(nearest(middle.value, RADIUS_PX.keyboard));
    else if (event.key === 'Enter' && hovered !== null) onPlay(pairOf(hovered));
    else if (event.key === 'Escape') setHovered(null);
    else return;
    event.preventDefault();
  };

  return (
    <div
      class="point-map"
      ref={container}
      role="application"
      aria-roledescription="map"
      aria-label={mapLabel(pairs.n)}
      aria-describedby={helpId}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div class="map-points" ref={layer} aria-hidden="true" />
      <PointMarks map={map} pairs={pairs} hovered={hovered} played={played} />
      {hovered !== null && <PointCard key={hovered} map={map} pairs={pairs} point={hovered} clips={clips} />}
      <ZoomButtons map={map} />
      <p id={helpId} class="sr-only">
        Arrow keys move the map, plus and minus zoom, 0 shows all {counted(pairs.n * 2, 'point')}, Enter plays the point
        in the middle.
      </p>
    </div>
  );
}
