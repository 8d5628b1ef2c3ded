import type { MapView } from './MapView.ts';
import { type Pairs, pairOf, placeOf, senseOf, soundOf } from './pairs.ts';

interface Props {
  map: MapView;
  pairs: Pairs;
  pointed: number | null;
  played: number | null;
}

/** Rings around the two points of a second that is pointed at or was played, above everything that is drawn. */
export function PointMarks({ map, pairs, pointed, played }: Props) {
  const marked = [played, pointed === null ? null : pairOf(pointed)];
  const { width, height } = map.size.value;
  return (
    <svg class="point-marks" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {marked.map((pair, i) => pair !== null && (i === 0 || pair !== played) && <Joined key={i} map={map} pairs={pairs} pair={pair} />)}
    </svg>
  );
}

function Joined({ map, pairs, pair }: { map: MapView; pairs: Pairs; pair: number }) {
  const points = [soundOf(pair), soundOf(pair) + 1];
  const [sound, picture] = points.map((point) => map.spotOf(placeOf(pairs, point)));
  if (!sound || !picture) return null;
  return (
    <g>
      <line x1={sound.left} y1={sound.top} x2={picture.left} y2={picture.top} />
      {[sound, picture].map(({ left, top }, i) => (
        <circle key={i} class={senseOf(i)} cx={left} cy={top} r="8" />
      ))}
    </g>
  );
}
