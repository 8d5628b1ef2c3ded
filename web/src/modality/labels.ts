import type { Modality } from '../api/types.ts';

/** What users call a modality. */
export const MODALITY_NAME: Record<Modality, string> = { audio: 'sound', visual: 'picture' };

export const MODALITIES: readonly Modality[] = ['audio', 'visual'];

export const otherModality = (modality: Modality): Modality => (modality === 'audio' ? 'visual' : 'audio');

/** What a search returns: similar sounds, matching pictures. */
export function resultsName(from: Modality, to: Modality): string {
  return `${from === to ? 'similar' : 'matching'} ${MODALITY_NAME[to]}s`;
}
