import type { MapView } from './MapView.ts';
import { type Pairs, pairOf, placeOf, modalityOf, soundOf } from './pairs.ts';

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
      {marked.map(
        (pair, i) =>
          pair !== null && (i === 0 || pair !== played) && <Joined key={i} map={map} pairs={pairs} pair={pair} />,
      )}
    </svg>
  );
}

const RADIUS = 8;

function Joined({ map, pairs, pair }: { map: MapView; pairs: Pairs; pair: number }) {
  const sound = map.spotOf(placeOf(pairs, soundOf(pair)));
  const picture = map.spotOf(placeOf(pairs, soundOf(pair) + 1));
  const across = { left: picture.left - sound.left, top: picture.top - sound.top };
  const far = Math.hypot(across.left, across.top);
  // From ring to ring: what is within them stays in sight.
  const rim = { left: (across.left / far) * RADIUS, top: (across.top / far) * RADIUS };
  return (
    <g>
      {far > 2 * RADIUS && (
        <line
          x1={sound.left + rim.left}
          y1={sound.top + rim.top}
          x2={picture.left - rim.left}
          y2={picture.top - rim.top}
        />
      )}
      {[sound, picture].map(({ left, top }, i) => (
        <circle key={i} class={modalityOf(i)} cx={left} cy={top} r={RADIUS} />
      ))}
    </g>
  );
}
