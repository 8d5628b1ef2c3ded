import type { Typicality } from '../api/types.ts';
import { counted, percent } from '../format/numbers.ts';
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
        <dl class="numbers">
          <div>
            <dt>Seconds with a lower density</dt>
            <dd>
              {percent(share)} of {counted(nSecs, 'second')}
            </dd>
          </div>
          <div>
            <dt>Log density (nats)</dt>
            <dd>{density.toFixed(1)}</dd>
          </div>
        </dl>
      </details>
    </div>
  );
}
