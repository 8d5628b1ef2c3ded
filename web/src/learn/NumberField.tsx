interface Props {
  name: string;
  help: string;
  min: number;
  max: number;
  isDisabled?: boolean;
  /** Null if the field is empty. */
  value: number | null;
  onValue: (value: number | null) => void;
}

export function NumberField({ name, help, min, max, isDisabled, value, onValue }: Props) {
  const id = `field-${name.toLowerCase()}`;
  return (
    <div class="number-field">
      <label for={id}>{name}</label>
      <input
        id={id}
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        step={1}
        disabled={isDisabled}
        aria-describedby={`${id}-help`}
        value={value ?? ''}
        onInput={({ currentTarget: { valueAsNumber } }) => onValue(Number.isNaN(valueAsNumber) ? null : valueAsNumber)}
      />
      <p id={`${id}-help`} class="quiet">
        {help}
      </p>
    </div>
  );
}
