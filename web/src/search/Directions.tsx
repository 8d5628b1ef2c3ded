import type { Has, Modality } from '../api/model.ts';
import { Choice } from '../sense/Choice.tsx';
import { LIKE, SENSES, WORD } from '../sense/words.ts';

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
        {SENSES.map((sense) => (
          <Choice
            key={sense}
            name="from"
            sense={sense}
            isChosen={from === sense}
            isDisabled={!has[sense]}
            onChoose={() => onChoose({ from: sense })}
          >
            {WORD[sense]}
          </Choice>
        ))}
      </fieldset>
      <fieldset>
        <legend>Find what</legend>
        {SENSES.map((sense) => (
          <Choice key={sense} name="to" sense={sense} isChosen={to === sense} onChoose={() => onChoose({ to: sense })}>
            {LIKE[sense]} it
          </Choice>
        ))}
      </fieldset>
    </div>
  );
}
