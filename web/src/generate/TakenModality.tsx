import type { Has, Modality } from '../api/model.ts';
import { otherModality, MODALITIES, WORD } from '../modality/words.ts';
import { Choice } from '../modality/Choice.tsx';

interface Props {
  from: Modality;
  has: Has;
  onChoose: (from: Modality) => void;
}

/** Which modality is imagined from which. */
export function TakenModality({ from, has, onChoose }: Props) {
  return (
    <div class="directions">
      <fieldset>
        <legend>Imagine the</legend>
        {MODALITIES.map((imagined) => {
          const taken = otherModality(imagined);
          return (
            <Choice
              key={imagined}
              name="from"
              modality={imagined}
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
