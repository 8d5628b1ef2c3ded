import type { HasModality, Modality } from '../api/types.ts';
import { MODALITY_NAME, resultsName } from '../modality/labels.ts';
import { ModalityChoice } from '../modality/ModalityChoice.tsx';

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
      <ModalityChoice
        legend="Search by"
        name="from"
        selected={from}
        has={has}
        label={(modality) => MODALITY_NAME[modality]}
        onSelect={(selected) => onSelect({ from: selected })}
      />
      <ModalityChoice
        legend="Find"
        name="to"
        selected={to}
        label={(modality) => resultsName(from, modality)}
        onSelect={(selected) => onSelect({ to: selected })}
      />
    </div>
  );
}
