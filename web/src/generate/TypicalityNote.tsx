import type { Typicality } from '../api/model.ts';
import { thousands } from '../library/time.ts';
import { percent } from '../modality/partInWords.ts';
import { typicalityInWords } from './typicalityInWords.ts';

/** How much the library knows of such a thing: a line of where it lies among all that is imagined, and words. */
export function TypicalityNote({ typicality }: { typicality: Typicality }) {
  const { share_below: share, log_density: density, n_seconds: nSeconds } = typicality;
  const { says, because } = typicalityInWords(share);
  return (
    <div class="typicality">
      <p class="typicality-says">
        <strong>{says}.</strong> <span class="quiet">{because}</span>
      </p>
      <div class="typicality-scale" aria-hidden="true">
        <span>rare</span>
        <span class="typicality-line">
          <i style={{ left: `${share * 100}%` }} />
        </span>
        <span>typical</span>
      </div>
      <details>
        <summary>In numbers</summary>
        <dl class="numbers">
          <div>
            <dt>Seconds that lead to something less likely</dt>
            <dd>{percent(share)}</dd>
          </div>
          <div>
            <dt>Compared with</dt>
            <dd>{thousands(nSeconds)} seconds</dd>
          </div>
          <div>
            <dt>Log density, in nats</dt>
            <dd>{density.toFixed(1)}</dd>
          </div>
        </dl>
      </details>
    </div>
  );
}
