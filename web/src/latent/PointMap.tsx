import { useComputed } from '@preact/signals';
import { useEffect, useId, useMemo, useRef } from 'preact/hooks';
import { counted } from '../library/time.ts';
import { mapInWords } from './inWords.ts';
import { moveByKey } from './mapKeys.ts';
import type { MapView, Spot } from './MapView.ts';
import { type Pairs, pairOf, placeOf } from './pairs.ts';
import { PointCard } from './PointCard.tsx';
import { PointFinder } from './PointFinder.ts';
import { PointMarks } from './PointMarks.tsx';
import { useMapGestures } from './useMapGestures.ts';
import { usePointLayer } from './usePointLayer.ts';
import { ZoomButtons } from './ZoomButtons.tsx';

interface Props {
  pairs: Pairs;
  clips: readonly string[];
  map: MapView;
  colours: Uint8Array;
  isJoined: boolean;
  isLit: (clip: number) => boolean;
  pointed: number | null;
  setPointed: (point: number | null) => void;
  /** The pair that was played last. */
  played: number | null;
  onPlay: (pair: number) => void;
}

/** A pointer is that near to what it means; whoever moves the map by keys means what is in the middle. */
const REACH_PX = { pointer: 12, touch: 22, keys: 90 };

export function PointMap({ pairs, clips, map, colours, isJoined, isLit, pointed, setPointed, played, onPlay }: Props) {
  const frame = useRef<HTMLDivElement>(null);
  const points = useRef<HTMLDivElement>(null);
  const how = useId();
  const finder = useMemo(() => new PointFinder(pairs), [pairs]);
  const middle = useComputed(() => ({ left: map.size.value.width / 2, top: map.size.value.height / 2 }));
  usePointLayer(points, { pairs, map, colours, isJoined });

  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    const look = () => {
      map.size.value = { width: element.clientWidth, height: element.clientHeight };
    };
    look();
    const watch = new ResizeObserver(look);
    watch.observe(element);
    return () => watch.disconnect();
  }, [map]);

  const pointAt = (spot: Spot, reach: number) => {
    const { x, y } = map.placeAt(spot);
    return finder.nearest(x, y, reach / map.view.peek().scale, isLit);
  };
  useMapGestures(frame, map, {
    onPoint: (spot) => setPointed(spot && pointAt(spot, REACH_PX.pointer)),
    onClick: (spot) => {
      const point = pointAt(spot, REACH_PX.touch);
      setPointed(point);
      if (point !== null) onPlay(pairOf(point));
    },
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    if (moveByKey(map, event)) setPointed(pointAt(middle.value, REACH_PX.keys));
    else if (event.key === 'Enter' && pointed !== null) onPlay(pairOf(pointed));
    else if (event.key === 'Escape') setPointed(null);
    else return;
    event.preventDefault();
  };

  return (
    <div
      class="point-map"
      ref={frame}
      role="application"
      aria-roledescription="map"
      aria-label={mapInWords(pairs.n)}
      aria-describedby={how}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      <div class="map-points" ref={points} aria-hidden="true" />
      <PointMarks map={map} pairs={pairs} pointed={pointed} played={played} />
      {pointed !== null && (
        <PointCard key={pointed} map={map} at={placeOf(pairs, pointed)} point={pointed} pairs={pairs} clips={clips} />
      )}
      <ZoomButtons map={map} />
      <p id={how} class="sr-only">
        Arrow keys move the map, plus and minus zoom, 0 shows all {counted(pairs.n * 2, 'point')}, Enter plays the point
        in the middle.
      </p>
    </div>
  );
}
