import type { ComponentChildren } from 'preact';
import type { Modality } from '../api/model.ts';
import { ModalityMark } from './ModalityMark.tsx';

interface Props {
  /** Of the choices that exclude each other. */
  name: string;
  modality: Modality;
  isChosen: boolean;
  isDisabled?: boolean;
  onChoose: () => void;
  children: ComponentChildren;
}

/** One of a few modalities to choose from. */
export function Choice({ name, modality, isChosen, isDisabled, onChoose, children }: Props) {
  return (
    <label class={`choice ${isChosen ? 'chosen' : ''}`}>
      <input type="radio" name={name} class="sr-only" checked={isChosen} disabled={isDisabled} onChange={onChoose} />
      <ModalityMark of={modality} />
      <span>{children}</span>
    </label>
  );
}
