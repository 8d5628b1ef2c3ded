import { useState } from 'preact/hooks';
import type { ModelInfo } from '../api/types.ts';
import { describeModel, RECOMMENDED } from './describeModel.ts';

interface Props {
  /** The recommended model first. */
  models: readonly ModelInfo[];
  selected: string;
  onSelect: (model: string) => void;
  /** The model that the server uses. */
  inUse: string | null;
}

/** Radio buttons for the model to learn; all but the first are folded. */
export function ModelChoice({ models, selected, onSelect, inUse }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [first, ...others] = models;
  const option = (model: ModelInfo) => (
    <ModelOption
      key={model.name}
      model={model}
      isSelected={model.name === selected}
      onSelect={onSelect}
      isInUse={model.name === inUse}
    />
  );
  return (
    <fieldset class="models">
      <legend class="sr-only">Model</legend>
      {first && option(first)}
      {others.length > 0 && (
        <details open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{others.length} other models for comparison</summary>
          <div class="model-grid">{others.map(option)}</div>
        </details>
      )}
    </fieldset>
  );
}

interface OptionProps {
  model: ModelInfo;
  isSelected: boolean;
  onSelect: (model: string) => void;
  isInUse: boolean;
}

function ModelOption({ model: { name, summary, is_fitted }, isSelected, onSelect, isInUse }: OptionProps) {
  return (
    <label class="model">
      <input type="radio" name="model" value={name} checked={isSelected} onChange={() => onSelect(name)} />
      <span class="model-name">{name}</span>
      <span class="model-badges">
        {name === RECOMMENDED && <b class="badge recommended">recommended</b>}
        {is_fitted && <b class="badge">{isInUse ? 'in use' : 'learned'}</b>}
      </span>
      <span class="model-description" title={summary}>
        {describeModel(name, summary).text}
      </span>
    </label>
  );
}
