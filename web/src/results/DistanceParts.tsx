import type { Part } from '../api/types.ts';
import { Numbers } from '../shell/Numbers.tsx';
import { partLabel } from './partLabel.ts';

/** A distance and its summands as numbers. */
export function DistanceParts({ parts, distance }: { parts: readonly Part[]; distance: number }) {
  const summands = parts.map((part) => [`Distance: ${partLabel(part.part)}`, part.distance.toFixed(3)] as const);
  return <Numbers rows={[...summands, ['Total distance', distance.toFixed(3)]]} />;
}
