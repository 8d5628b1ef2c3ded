import type { ComponentChildren } from 'preact';
import type { Modality } from '../api/model.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';

interface Props {
  name: string;
  modality?: Modality;
  /** What else the name's column says. */
  aside?: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}

/** One of several things that happen at the same time: its name, and what it is from left to right. */
export function Track({ name, modality, aside, class: className, children }: Props) {
  return (
    <div class={`track ${className ?? ''}`}>
      <div class="track-name">
        <span>
          {modality && <ModalityMark of={modality} />} {name}
        </span>
        {aside}
      </div>
      <div class="track-body">{children}</div>
    </div>
  );
}
