import type { Modality, Samples as Drawn } from '../api/types.ts';
import { MODALITY_NAME } from '../modality/labels.ts';
import { Numbers } from '../shell/Numbers.tsx';
import { describeSamples } from './describeSamples.ts';
import { NearestCard } from './NearestCard.tsx';

interface Props {
  samples: Drawn;
  /** The modality that was generated. */
  modality: Modality;
  /** Length of the query. */
  nSecs: number;
  /** Undefined if no other samples are available. */
  onNewSeed: (() => void) | undefined;
  isLoading: boolean;
}

/** The real seconds nearest to samples of the posterior, which show how much they vary. */
export function Samples({ samples, modality, nSecs, onNewSeed, isLoading }: Props) {
  const { nearest, distances, seed, n_draws: nSamples } = samples;
  return (
    <section class="samples" aria-labelledby="samples">
      <div class="samples-top">
        <div>
          <h2 id="samples">Samples</h2>
          <p class="quiet" role="status">
            {describeSamples(samples)}
          </p>
        </div>
        {onNewSeed && (
          <button type="button" onClick={onNewSeed} disabled={isLoading}>
            New samples
          </button>
        )}
      </div>
      <ol class="samples-row">
        {nearest.map((result, index) => (
          <li key={`${seed} ${index}`}>
            <NearestCard id={`sample ${seed} ${index}`} result={result} modality={modality} nSecs={nSecs} />
          </li>
        ))}
      </ol>
      <details class="samples-details">
        <summary>Details</summary>
        <p class="quiet">
          Each card shows the real second whose {MODALITY_NAME[modality]} is nearest to one of {nSamples} samples (seed{' '}
          {seed}).
        </p>
        <Numbers
          rows={[
            ['Minimum distance', distances.least.toFixed(3)],
            ['Mean distance', distances.mean.toFixed(3)],
            ['Maximum distance', distances.greatest.toFixed(3)],
          ]}
        />
      </details>
    </section>
  );
}
