import type { Part } from '../api/model.ts';
import { partInWords } from '../modality/partInWords.ts';

interface Props {
  parts: readonly Part[];
  /** The distance that fills the bar. */
  farthest: number;
}

/** What a distance is the sum of, as lengths; the shorter the nearer. */
export function PartsBar({ parts, farthest }: Props) {
  const said = parts
    .map(({ part, distance }) => `${partInWords(part).toLowerCase()} ${distance.toFixed(2)}`)
    .join(', ');
  return (
    <span class="parts-bar" role="img" aria-label={`How far off: ${said}`} title={said}>
      {parts.map(({ part, distance }, place) => (
        <span
          key={part}
          class={`part part-${place}`}
          style={{ width: `${(Math.max(distance, 0) / Math.max(farthest, 1e-9)) * 100}%` }}
        />
      ))}
    </span>
  );
}
