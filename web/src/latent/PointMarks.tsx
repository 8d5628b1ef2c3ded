import type { MapView } from './MapView.ts';
import { modalityOf, pairOf, type Pairs, positionOf, soundOf } from './pairs.ts';

interface Props {
  map: MapView;
  pairs: Pairs;
  hovered: number | null;
  played: number | null;
}

/** Rings around both points of the hovered second and of the one that was played last. */
export function PointMarks({ map, pairs, hovered, played }: Props) {
  const marked = new Set([played, hovered === null ? null : pairOf(hovered)]);
  const { width, height } = map.size.value;
  return (
    <svg class="point-marks" viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      {[...marked].map((pair) => pair !== null && <PairMark key={pair} map={map} pairs={pairs} pair={pair} />)}
    </svg>
  );
}

const RADIUS_PX = 8;

function PairMark({ map, pairs, pair }: { map: MapView; pairs: Pairs; pair: number }) {
  const sound = map.toScreen(positionOf(pairs, soundOf(pair)));
  const picture = map.toScreen(positionOf(pairs, soundOf(pair) + 1));
  const difference = { left: picture.left - sound.left, top: picture.top - sound.top };
  const distance = Math.hypot(difference.left, difference.top);
  // The line starts and ends at the rings.
  const edge = { left: (difference.left / distance) * RADIUS_PX, top: (difference.top / distance) * RADIUS_PX };
  return (
    <g>
      {distance > 2 * RADIUS_PX && (
        <line
          x1={sound.left + edge.left}
          y1={sound.top + edge.top}
          x2={picture.left - edge.left}
          y2={picture.top - edge.top}
        />
      )}
      {[sound, picture].map(({ left, top }, i) => (
        <circle key={i} class={modalityOf(i)} cx={left} cy={top} r={RADIUS_PX} />
      ))}
    </g>
  );
}
