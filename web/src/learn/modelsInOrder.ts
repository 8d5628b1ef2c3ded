import type { ModelInfo } from '../api/types.ts';
import { RECOMMENDED } from './describeModel.ts';

/** The recommended model first, then the order of the server. */
export function modelsInOrder(models: readonly ModelInfo[]): ModelInfo[] {
  const isRecommended = ({ name }: ModelInfo) => name === RECOMMENDED;
  return [...models.filter(isRecommended), ...models.filter((model) => !isRecommended(model))];
}
