import type { Part } from '../api/types.ts';
import { partLabel } from './partLabel.ts';

/** A distance and its summands as numbers. */
export function DistanceParts({ parts, distance }: { parts: readonly Part[]; distance: number }) {
  return (
    <dl class="numbers">
      {parts.map((part) => (
        <div key={part.part}>
          <dt>Distance: {partLabel(part.part)}</dt>
          <dd>{part.distance.toFixed(3)}</dd>
        </div>
      ))}
      <div>
        <dt>Total distance</dt>
        <dd>{distance.toFixed(3)}</dd>
      </div>
    </dl>
  );
}
