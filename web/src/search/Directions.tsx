import type { Has, Modality } from '../api/model.ts';
import { Choice } from '../modality/Choice.tsx';
import { LIKE, MODALITIES, WORD } from '../modality/words.ts';

interface Props {
  from: Modality;
  to: Modality;
  has: Has;
  onChoose: (chosen: { from?: Modality; to?: Modality }) => void;
}

/** All four directions, as two plain choices. */
export function Directions({ from, to, has, onChoose }: Props) {
  return (
    <div class="directions">
      <fieldset>
        <legend>Take its</legend>
        {MODALITIES.map((modality) => (
          <Choice
            key={modality}
            name="from"
            modality={modality}
            isChosen={from === modality}
            isDisabled={!has[modality]}
            onChoose={() => onChoose({ from: modality })}
          >
            {WORD[modality]}
          </Choice>
        ))}
      </fieldset>
      <fieldset>
        <legend>Find what</legend>
        {MODALITIES.map((modality) => (
          <Choice key={modality} name="to" modality={modality} isChosen={to === modality} onChoose={() => onChoose({ to: modality })}>
            {LIKE[modality]} it
          </Choice>
        ))}
      </fieldset>
    </div>
  );
}
