import { ModalityMark } from '../modality/ModalityMark.tsx';
import { groupColour, N_COLOURS } from './grouping.ts';

interface Props {
  /** Names of the groups that the colours stand for; none where they stand for the modalities or for clips. */
  names: readonly string[];
  isPlain: boolean;
  isDark: boolean;
}

/** What shapes and colours mean. */
export function MapKey({ names, isPlain, isDark }: Props) {
  return (
    <ul class={isPlain ? 'map-key plain' : 'map-key'} aria-label="What the marks mean">
      <li>
        <ModalityMark of="audio" /> A second’s sound
      </li>
      <li>
        <ModalityMark of="visual" /> A second’s picture
      </li>
      {names.map((name, group) => (
        <li key={name}>
          <span class="swatch" style={{ background: groupColour(group % N_COLOURS, isDark) }} /> {name}
        </li>
      ))}
    </ul>
  );
}
