import type { Part } from '../api/model.ts';
import { partInWords } from '../modality/partInWords.ts';

/** What the lengths in the bars mean. */
export function PartsKey({ parts }: { parts: readonly Part[] }) {
  return (
    <p class="parts-key">
      <span>Shorter bars are nearer:</span>
      {parts.map(({ part }, place) => (
        <span key={part}>
          <span class={`part part-${place}`} />
          {partInWords(part).toLowerCase()}
        </span>
      ))}
    </p>
  );
}
