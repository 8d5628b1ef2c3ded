import { ModalityMark } from '../modality/ModalityMark.tsx';
import { groupColour, N_COLOURS } from './grouping.ts';

interface Props {
  /** Names of the groups that have colours of their own. */
  names: readonly string[];
  /** Whether the shapes have no colour, because colours do not stand for modalities. */
  isPlain: boolean;
  isDark: boolean;
}

/** The meaning of shapes and colours. */
export function MapLegend({ names, isPlain, isDark }: Props) {
  return (
    <ul class={isPlain ? 'map-legend plain' : 'map-legend'} aria-label="Legend">
      <li>
        <ModalityMark of="audio" /> Sound
      </li>
      <li>
        <ModalityMark of="visual" /> Picture
      </li>
      {names.map((name, group) => (
        <li key={name}>
          <span class="swatch" style={{ background: groupColour(group % N_COLOURS, isDark) }} /> {name}
        </li>
      ))}
    </ul>
  );
}
