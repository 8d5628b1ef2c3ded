import type { HasModality, Modality } from '../api/types.ts';
import { MODALITIES, MODALITY_NAME, otherModality } from '../modality/labels.ts';
import { ModalityOption } from '../modality/ModalityOption.tsx';

interface Props {
  from: Modality;
  has: HasModality;
  onSelect: (from: Modality) => void;
}

/** Radio buttons for the modality to generate. */
export function GenerateDirection({ from, has, onSelect }: Props) {
  return (
    <div class="directions">
      <fieldset class="modality-choice">
        <legend>Generate</legend>
        {MODALITIES.map((to) => {
          const source = otherModality(to);
          return (
            <ModalityOption
              key={to}
              name="from"
              modality={to}
              isChecked={from === source}
              isDisabled={!has[source]}
              onSelect={() => onSelect(source)}
            >
              {MODALITY_NAME[to]} from {MODALITY_NAME[source]}
            </ModalityOption>
          );
        })}
      </fieldset>
    </div>
  );
}
