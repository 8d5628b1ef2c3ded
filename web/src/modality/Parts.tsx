import type { Part } from '../api/model.ts';
import { partInWords } from './partInWords.ts';

/** What a distance is the sum of, in numbers. */
export function Parts({ parts, distance }: { parts: readonly Part[]; distance: number }) {
  return (
    <dl class="numbers">
      {parts.map(({ part, distance: summand }) => (
        <div key={part}>
          <dt>{partInWords(part)}</dt>
          <dd>{summand.toFixed(3)}</dd>
        </div>
      ))}
      <div>
        <dt>Distance in all</dt>
        <dd>{distance.toFixed(3)}</dd>
      </div>
    </dl>
  );
}
