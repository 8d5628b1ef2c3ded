import type { ColourBy } from './grouping.ts';

interface Props {
  colourBy: ColourBy;
  setColourBy: (by: ColourBy) => void;
  hasCategories: boolean;
  showsLines: boolean;
  setShowsLines: (showsLines: boolean) => void;
}

const OPTIONS: { by: ColourBy; label: string }[] = [
  { by: 'modality', label: 'Modality' },
  { by: 'clip', label: 'Clip' },
  { by: 'category', label: 'Category' },
];

export function MapSettings({ colourBy, setColourBy, hasCategories, showsLines, setShowsLines }: Props) {
  return (
    <div class="map-settings">
      <fieldset class="colour-by">
        <legend>Colour by</legend>
        {OPTIONS.filter(({ by }) => by !== 'category' || hasCategories).map(({ by, label }) => (
          <label key={by}>
            <input type="radio" name="colour-by" checked={by === colourBy} onChange={() => setColourBy(by)} />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      <label class="map-switch">
        <input
          type="checkbox"
          role="switch"
          checked={showsLines}
          onChange={(event) => setShowsLines(event.currentTarget.checked)}
        />
        Connect the sound and the picture of each second
      </label>
    </div>
  );
}
