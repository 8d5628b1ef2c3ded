interface Props {
  name: string;
  says: string;
  least: number;
  most: number;
  isOff?: boolean;
  /** Null where nothing was written. */
  value: number | null;
  onValue: (value: number | null) => void;
}

export function NumberField({ name, says, least, most, isOff, value, onValue }: Props) {
  const id = `field-${name.toLowerCase()}`;
  return (
    <div class="number-field">
      <label for={id}>{name}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={least}
        max={most}
        step={1}
        disabled={isOff}
        aria-describedby={`${id}-says`}
        value={value ?? ''}
        onInput={({ currentTarget: { valueAsNumber } }) => onValue(Number.isNaN(valueAsNumber) ? null : valueAsNumber)}
      />
      <p id={`${id}-says`} class="quiet">
        {says}
      </p>
    </div>
  );
}
