import type { ComponentChildren } from 'preact';
import type { Modality } from '../api/types.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';

interface Props {
  name: string;
  modality?: Modality;
  /** A legend below the name. */
  legend?: ComponentChildren;
  class?: string;
  children: ComponentChildren;
}

/** A row of the timeline: its name, and its content over time. */
export function Track({ name, modality, legend, class: className, children }: Props) {
  return (
    <div class={`track ${className ?? ''}`}>
      <div class="track-name">
        <span>
          {modality && <ModalityMark of={modality} />} {name}
        </span>
        {legend}
      </div>
      <div class="track-body">{children}</div>
    </div>
  );
}
