import type { HasModality, Modality } from '../api/types.ts';
import { MODALITIES } from './labels.ts';
import { ModalityOption } from './ModalityOption.tsx';

interface Props {
  legend: string;
  /** The name of the radio group. */
  name: string;
  selected: Modality;
  /** Modalities that can be selected; both by default. */
  has?: HasModality;
  label: (modality: Modality) => string;
  onSelect: (modality: Modality) => void;
}

/** Radio buttons for one modality. */
export function ModalityChoice({ legend, name, selected, has, label, onSelect }: Props) {
  return (
    <fieldset class="modality-choice">
      <legend>{legend}</legend>
      {MODALITIES.map((modality) => (
        <ModalityOption
          key={modality}
          name={name}
          modality={modality}
          isChecked={selected === modality}
          isDisabled={has?.[modality] === false}
          onSelect={() => onSelect(modality)}
        >
          {label(modality)}
        </ModalityOption>
      ))}
    </fieldset>
  );
}
