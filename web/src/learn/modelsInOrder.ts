import type { ModelInfo } from '../api/model.ts';
import { RECOMMENDED } from './modelInWords.ts';

/** The recommended one first, then as the server lists them. */
export function modelsInOrder(models: readonly ModelInfo[]): ModelInfo[] {
  const isRecommended = ({ name }: ModelInfo) => name === RECOMMENDED;
  return [...models.filter(isRecommended), ...models.filter((model) => !isRecommended(model))];
}
