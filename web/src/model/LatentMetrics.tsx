import type { LatentFacts } from '../api/types.ts';
import { counted, shortNumber } from '../format/numbers.ts';
import { Link } from '../routing/Link.tsx';

/** Metrics of how much both modalities share the latent space. */
export function LatentMetrics({ latent }: { latent: LatentFacts }) {
  const { n_secs: nSecs, modality_gap: gap, foscttm, modality_accuracy: accuracy, kl_per_dim: kl } = latent;
  const { active_units: units, latent_dim: nDims } = latent;
  const rows = [
    ['Modality gap', shortNumber(gap), 'distance between the means of sounds and of pictures'],
    ['FOSCTTM', shortNumber(foscttm), 'fraction of samples closer than the true match; 0.5 is chance'],
    [
      '1-NN modality accuracy',
      shortNumber(accuracy),
      'how often the nearest neighbour has the same modality; 0.5 if both are mixed',
    ],
    ['Active units', `${units.audio} and ${units.visual} of ${nDims}`, 'dimensions in use by sounds and by pictures'],
    [
      'KL per dimension',
      `${shortNumber(kl.audio)} and ${shortNumber(kl.visual)}`,
      'nats, of sounds and of pictures; near 0 nothing is encoded',
    ],
  ] as const;
  return (
    <section aria-labelledby="latent">
      <h2 id="latent">Shared latent space</h2>
      <p class="quiet">
        Measured in all dimensions on {counted(nSecs, 'second')} of the library. The{' '}
        <Link to={{ page: 'latent' }}>map</Link> shows two dimensions.
      </p>
      <dl class="numbers latent-metrics">
        {rows.map(([name, value, explanation]) => (
          <div key={name}>
            <dt>
              {name}
              <span class="quiet">{explanation}</span>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
