import type { Part } from '../api/types.ts';
import { partLabel } from './partLabel.ts';

/** What the colours of the distance bars stand for. */
export function DistanceLegend({ parts }: { parts: readonly Part[] }) {
  return (
    <p class="distance-legend">
      <span>Distance (shorter is nearer):</span>
      {parts.map(({ part }, index) => (
        <span key={part}>
          <span class={`part part-${index}`} />
          {partLabel(part)}
        </span>
      ))}
    </p>
  );
}
