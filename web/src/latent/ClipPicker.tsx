import { FilterBox } from '../library/FilterBox.tsx';
import { clipName } from '../library/clipName.ts';
import { thousands } from '../library/time.ts';

interface Props {
  clips: readonly string[];
  /** Numbers of the clips that have the text in their names. */
  found: readonly number[];
  filter: string;
  setFilter: (filter: string) => void;
  chosen: number | null;
  choose: (clip: number | null) => void;
  /** The colour of a clip's points, where each has one. */
  colourOf: ((clip: number) => string | undefined) | null;
}

/** More names nobody reads through. */
const MOST_LISTED = 100;

/** The way to the points for everybody who does not point: a clip's name lights up its points. */
export function ClipPicker({ clips, found, filter, setFilter, chosen, choose, colourOf }: Props) {
  const left = found.length - MOST_LISTED;
  return (
    <section class="clip-picker" aria-label="Clips on the map">
      <FilterBox filter={filter} setFilter={setFilter} nFound={found.length} />
      <ul>
        {found.slice(0, MOST_LISTED).map((clip) => (
          <li key={clip}>
            <button type="button" aria-pressed={clip === chosen} onClick={() => choose(clip === chosen ? null : clip)}>
              {colourOf && <span class="swatch" style={{ background: colourOf(clip) ?? 'transparent' }} />}
              <span>{clipName(clips[clip] ?? '').title}</span>
            </button>
          </li>
        ))}
        {left > 0 && <li class="quiet">{thousands(left)} more; write a part of the name.</li>}
        {found.length === 0 && <li class="quiet">No clip has “{filter}” in its name.</li>}
      </ul>
    </section>
  );
}
