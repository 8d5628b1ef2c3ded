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
        {SENSES.map((imagined) => {
          const taken = otherSense(imagined);
          return (
            <Choice
              key={imagined}
              name="from"
              sense={imagined}
              isChosen={from === taken}
              isDisabled={!has[taken]}
              onChoose={() => onChoose(taken)}
            >
              {WORD[imagined]} of its {WORD[taken]}
            </Choice>
          );
        })}
      </fieldset>
    </div>
  );
}
