import type { ComponentChildren } from 'preact';
import type { Modality } from '../api/types.ts';
import { ModalityMark } from './ModalityMark.tsx';

interface Props {
  /** The name of the radio group. */
  name: string;
  modality: Modality;
  isChecked: boolean;
  isDisabled?: boolean;
  onSelect: () => void;
  children: ComponentChildren;
}

/** A radio button for a modality. */
export function ModalityOption({ name, modality, isChecked, isDisabled, onSelect, children }: Props) {
  return (
    <label class={`modality-option ${isChecked ? 'checked' : ''}`}>
      <input type="radio" name={name} class="sr-only" checked={isChecked} disabled={isDisabled} onChange={onSelect} />
      <ModalityMark of={modality} />
      <span>{children}</span>
    </label>
  );
}
