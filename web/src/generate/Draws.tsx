import type { Drawn, Modality } from '../api/model.ts';
import { WORD } from '../modality/words.ts';
import { drawsInWords } from './drawsInWords.ts';
import { isOwnInWords } from './isOwnInWords.ts';
import { RealSecond } from './RealSecond.tsx';

interface Props {
  drawn: Drawn;
  modality: Modality;
  /** As many seconds as it was asked with. */
  nSecs: number;
  /** Nothing where no others can be had. */
  onOthers: (() => void) | undefined;
  isWaiting: boolean;
}

/** What else the model thinks possible, side by side. */
export function Draws({ drawn, modality, nSecs, onOthers, isWaiting }: Props) {
  const { nearest, distances, seed, n_draws: nDraws } = drawn;
  return (
    <section class="draws" aria-labelledby="draws">
      <div class="draws-top">
        <div>
          <h2 id="draws">What else it could be</h2>
          <p class="quiet" role="status">
            {drawsInWords(drawn)}
          </p>
        </div>
        {onOthers && (
          <button type="button" onClick={onOthers} disabled={isWaiting}>
            Draw others
          </button>
        )}
      </div>
      <ol class="draws-row">
        {nearest.map((found, place) => (
          <li key={`${seed} ${place}`}>
            <RealSecond
              id={`draw ${seed} ${place}`}
              clip={found.clip}
              span={{ start: found.second, len: nSecs }}
              modality={modality}
              says={isOwnInWords(found)}
            />
          </li>
        ))}
      </ol>
      <details class="draws-numbers">
        <summary>In numbers</summary>
        <p class="quiet">
          Each is the real second whose {WORD[modality]} is nearest to one of {nDraws} draws; the same draws come again
          with the number {seed}.
        </p>
        <dl class="numbers">
          {(['least', 'mean', 'greatest'] as const).map((which) => (
            <div key={which}>
              <dt>{SPREAD[which]}</dt>
              <dd>{distances[which].toFixed(3)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

const SPREAD = { least: 'Least distance of a draw', mean: 'On average', greatest: 'Greatest' };
