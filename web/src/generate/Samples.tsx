import type { Modality, Samples as Drawn } from '../api/types.ts';
import { MODALITY_NAME } from '../modality/labels.ts';
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

/** The real seconds nearest to samples of the posterior, which show the model's uncertainty. */
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
        <dl class="numbers">
          {(['least', 'mean', 'greatest'] as const).map((statistic) => (
            <div key={statistic}>
              <dt>{STATISTICS[statistic]}</dt>
              <dd>{distances[statistic].toFixed(3)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

const STATISTICS = { least: 'Minimum distance', mean: 'Mean distance', greatest: 'Maximum distance' };
