import { useState } from 'preact/hooks';
import type { ModelInfo } from '../api/model.ts';
import { modelInWords, RECOMMENDED } from './modelInWords.ts';

interface Props {
  /** The recommended one first. */
  models: readonly ModelInfo[];
  chosen: string;
  onChoose: (model: string) => void;
  /** The one that answers questions now. */
  answering: string | null;
}

/** Which model is learned: the recommended one is at hand, the others are for those who compare. */
export function ModelChoice({ models, chosen, onChoose, answering }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [first, ...others] = models;
  const card = (model: ModelInfo) => (
    <ModelCard
      key={model.name}
      model={model}
      isChosen={model.name === chosen}
      onChoose={onChoose}
      isAnswering={model.name === answering}
    />
  );
  return (
    <fieldset class="models">
      <legend class="sr-only">Model</legend>
      {first && card(first)}
      {others.length > 0 && (
        <details class="other-models" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
          <summary>{others.length} other models, to compare</summary>
          <div class="model-grid">{others.map(card)}</div>
        </details>
      )}
    </fieldset>
  );
}

interface CardProps {
  model: ModelInfo;
  isChosen: boolean;
  onChoose: (model: string) => void;
  isAnswering: boolean;
}

function ModelCard({ model: { name, summary, is_fitted }, isChosen, onChoose, isAnswering }: CardProps) {
  return (
    <label class="model">
      <input type="radio" name="model" value={name} checked={isChosen} onChange={() => onChoose(name)} />
      <span class="model-name">{name}</span>
      <span class="model-badges">
        {name === RECOMMENDED && <b class="badge recommended">recommended</b>}
        {is_fitted && <b class="badge">{isAnswering ? 'answers now' : 'learned'}</b>}
      </span>
      <span class="model-says" title={summary}>
        {modelInWords(name, summary).says}
      </span>
    </label>
  );
}
