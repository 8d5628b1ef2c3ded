import type { LatentFacts } from '../api/model.ts';
import { measured } from '../learn/measured.ts';
import { counted } from '../library/time.ts';
import { Link } from '../routing/Link.tsx';

/** How much sound and picture share the latent space, in all its dimensions, which the map cannot show. */
export function LatentNumbers({ latent }: { latent: LatentFacts }) {
  const { n_secs: nSecs, modality_gap: gap, foscttm, modality_accuracy: accuracy, kl_per_dim: kl } = latent;
  const { active_units: units, latent_dim: nDims } = latent;
  const rows = [
    ['Modality gap', measured(gap), 'distance between the means of sounds and of pictures'],
    ['FOSCTTM', measured(foscttm), 'fraction of samples closer than the true match; 0.5 is chance'],
    ['1-NN modality accuracy', measured(accuracy), 'how often the nearest other one is of the same kind; 0.5 is mixed'],
    ['Active units', `${units.audio} and ${units.visual} of ${nDims}`, 'dimensions in use by sounds and by pictures'],
    ['KL per dimension', `${measured(kl.audio)} and ${measured(kl.visual)}`, 'nats; near 0 nothing is encoded'],
  ] as const;
  return (
    <section aria-labelledby="latent">
      <h2 id="latent">One space for sound and picture</h2>
      <p class="quiet">
        Measured in all dimensions on {counted(nSecs, 'second')} of the library. The{' '}
        <Link to={{ page: 'latent' }}>map</Link> shows two of them.
      </p>
      <dl class="numbers latent-numbers">
        {rows.map(([name, value, means]) => (
          <div key={name}>
            <dt>
              {name}
              <span class="quiet">{means}</span>
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
