import type { ColourBy } from './grouping.ts';

interface Props {
  by: ColourBy;
  setBy: (by: ColourBy) => void;
  hasCategories: boolean;
  isJoined: boolean;
  setJoined: (isJoined: boolean) => void;
}

const COLOURS: { by: ColourBy; word: string }[] = [
  { by: 'modality', word: 'Modality' },
  { by: 'clip', word: 'Clip' },
  { by: 'category', word: 'Category' },
];

export function MapSettings({ by, setBy, hasCategories, isJoined, setJoined }: Props) {
  return (
    <div class="map-settings">
      <fieldset class="colour-by">
        <legend>Colours by</legend>
        {COLOURS.filter((choice) => choice.by !== 'category' || hasCategories).map((choice) => (
          <label key={choice.by}>
            <input type="radio" name="colours" checked={by === choice.by} onChange={() => setBy(choice.by)} />
            <span>{choice.word}</span>
          </label>
        ))}
      </fieldset>
      <label class="map-switch">
        <input
          type="checkbox"
          role="switch"
          checked={isJoined}
          onChange={(event) => setJoined(event.currentTarget.checked)}
        />
        Join the sound and the picture of a second
      </label>
    </div>
  );
}
