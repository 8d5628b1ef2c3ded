import type { HasModality, Modality } from '../api/types.ts';
import { MODALITIES, MODALITY_NAME, resultsName } from '../modality/labels.ts';
import { ModalityOption } from '../modality/ModalityOption.tsx';

interface Props {
  from: Modality;
  to: Modality;
  has: HasModality;
  onSelect: (selected: { from?: Modality; to?: Modality }) => void;
}

/** Radio buttons for the modality of the query and for that of the results. */
export function SearchDirection({ from, to, has, onSelect }: Props) {
  return (
    <div class="directions">
      <fieldset>
        <legend>Search by</legend>
        {MODALITIES.map((modality) => (
          <ModalityOption
            key={modality}
            name="from"
            modality={modality}
            isChecked={from === modality}
            isDisabled={!has[modality]}
            onSelect={() => onSelect({ from: modality })}
          >
            {MODALITY_NAME[modality]}
          </ModalityOption>
        ))}
      </fieldset>
      <fieldset>
        <legend>Find</legend>
        {MODALITIES.map((modality) => (
          <ModalityOption
            key={modality}
            name="to"
            modality={modality}
            isChecked={to === modality}
            onSelect={() => onSelect({ to: modality })}
          >
            {resultsName(from, modality)}
          </ModalityOption>
        ))}
      </fieldset>
    </div>
  );
}
