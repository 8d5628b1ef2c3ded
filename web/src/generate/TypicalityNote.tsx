import type { Typicality } from '../api/types.ts';
import { counted, percent } from '../format/numbers.ts';
import { Numbers } from '../shell/Numbers.tsx';

/** How typical of the library the generated features are: the share of its seconds that have a lower density. */
export function TypicalityNote({ typicality }: { typicality: Typicality }) {
  const { share_below: share, log_density: density, n_seconds: nSecs } = typicality;
  return (
    <div class="typicality">
      <p>
        <strong>More typical than {percent(share)} of the library’s seconds.</strong>
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
