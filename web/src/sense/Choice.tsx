import type { ComponentChildren } from 'preact';
import type { Modality } from '../api/model.ts';
import { SenseMark } from './SenseMark.tsx';

interface Props {
  /** Of the choices that exclude each other. */
  name: string;
  sense: Modality;
  isChosen: boolean;
  isDisabled?: boolean;
  onChoose: () => void;
  children: ComponentChildren;
}

/** One of a few senses to choose from. */
export function Choice({ name, sense, isChosen, isDisabled, onChoose, children }: Props) {
  return (
    <label class={`choice ${isChosen ? 'chosen' : ''}`}>
      <input type="radio" name={name} class="sr-only" checked={isChosen} disabled={isDisabled} onChange={onChoose} />
      <SenseMark of={sense} />
      <span>{children}</span>
    </label>
  );
}
