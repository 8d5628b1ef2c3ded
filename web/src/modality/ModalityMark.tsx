import type { Modality } from '../api/types.ts';

/** A circle for sound, a triangle for picture, in the colour of the modality. */
export function ModalityMark({ of }: { of: Modality }) {
  return (
    <svg class={`modality ${of}`} viewBox="0 0 12 12" aria-hidden="true">
      {of === 'audio' ? <circle cx="6" cy="6" r="4.6" /> : <path d="M6 1.2L11.2 10.8H.8z" />}
    </svg>
  );
}
