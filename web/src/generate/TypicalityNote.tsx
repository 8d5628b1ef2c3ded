import type { Typicality } from '../api/types.ts';
import { counted, percent } from '../format/numbers.ts';
import { Numbers } from '../shell/Numbers.tsx';
import { describeTypicality } from './describeTypicality.ts';

/** How typical of the library the generated features are, in words, on a scale and in numbers. */
export function TypicalityNote({ typicality }: { typicality: Typicality }) {
  const { share_below: share, log_density: density, n_seconds: nSecs } = typicality;
  return (
    <div class="typicality">
      <p>
        <strong>{describeTypicality(share)}.</strong>{' '}
        <span class="quiet">More typical than {percent(share)} of its seconds.</span>
      </p>
      <div class="typicality-scale" aria-hidden="true">
        <span>rare</span>
        <span class="typicality-line">
          <i style={{ left: `${share * 100}%` }} />
        </span>
        <span>typical</span>
      </div>
      <details>
        <summary>Details</summary>
        <Numbers
          rows={[
            ['Seconds with a lower density', `${percent(share)} of ${counted(nSecs, 'second')}`],
            ['Log density (nats)', density.toFixed(1)],
          ]}
        />
      </details>
    </div>
  );
}
