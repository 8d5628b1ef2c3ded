import type { Has, Modality } from '../api/model.ts';
import { otherSense, SENSES, WORD } from '../sense/words.ts';
import { Choice } from '../sense/Choice.tsx';

interface Props {
  from: Modality;
  has: Has;
  onChoose: (from: Modality) => void;
}

/** Which sense is imagined from which. */
export function TakenSense({ from, has, onChoose }: Props) {
  return (
    <div class="directions">
      <fieldset>
        <legend>Imagine the</legend>
        {SENSES.map((sense) => (
          <Choice key={sense} name="from" sense={sense} isChosen={from === otherSense(sense)} isDisabled={!has[otherSense(sense)]} onChoose={() => onChoose(otherSense(sense))}>
            {WORD[sense]} of its {WORD[otherSense(sense)]}
          </Choice>
        ))}
      </fieldset>
    </div>
  );
}
