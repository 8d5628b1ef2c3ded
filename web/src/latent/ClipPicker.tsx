import { clipName } from '../format/clipName.ts';
import { thousands } from '../format/numbers.ts';
import { FilterBox } from '../library/FilterBox.tsx';

interface Props {
  clips: readonly string[];
  /** Indices of the clips whose names contain the filter. */
  matching: readonly number[];
  filter: string;
  setFilter: (filter: string) => void;
  selected: number | null;
  onSelect: (clip: number | null) => void;
  /** The colour of a clip's points; null if points are coloured by modality. */
  colourOf: ((clip: number) => string | undefined) | null;
}

const MAX_LISTED = 100;

/** Selects a clip by name and highlights its points; works without a pointer. */
export function ClipPicker({ clips, matching, filter, setFilter, selected, onSelect, colourOf }: Props) {
  const nMore = matching.length - MAX_LISTED;
  return (
    <section class="clip-picker" aria-label="Clips on the map">
      <FilterBox filter={filter} setFilter={setFilter} nMatching={matching.length} />
      <ul>
        {matching.slice(0, MAX_LISTED).map((clip) => (
          <li key={clip}>
            <button
              type="button"
              aria-pressed={clip === selected}
              onClick={() => onSelect(clip === selected ? null : clip)}
            >
              {colourOf && <span class="swatch" style={{ background: colourOf(clip) ?? 'transparent' }} />}
              <span>{clipName(clips[clip] ?? '').title}</span>
            </button>
          </li>
        ))}
        {nMore > 0 && <li class="quiet">{thousands(nMore)} more; type a part of the name to find them.</li>}
        {matching.length === 0 && <li class="quiet">No clip name contains “{filter}”.</li>}
      </ul>
    </section>
  );
}
