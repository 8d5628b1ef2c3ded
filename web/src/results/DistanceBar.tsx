import type { Part } from '../api/types.ts';
import { partLabel } from './partLabel.ts';

interface Props {
  parts: readonly Part[];
  /** The distance that fills the bar. */
  maxDistance: number;
}

/** The summands of a distance as a stacked bar; shorter is nearer. */
export function DistanceBar({ parts, maxDistance }: Props) {
  const text = parts.map(({ part, distance }) => `${partLabel(part)} ${distance.toFixed(2)}`).join(', ');
  return (
    <span class="distance-bar" role="img" aria-label={`Distance: ${text}`} title={text}>
      {parts.map(({ part, distance }, index) => (
        <span
          key={part}
          class={`part part-${index}`}
          style={{ width: `${(Math.max(distance, 0) / Math.max(maxDistance, 1e-9)) * 100}%` }}
        />
      ))}
    </span>
  );
}
