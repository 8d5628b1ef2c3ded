import type { Modality } from '../api/model.ts';

/** What a person calls a modality. */
export const WORD: Record<Modality, string> = { audio: 'sound', visual: 'picture' };

/** What a match in a modality does. */
export const LIKE: Record<Modality, string> = { audio: 'sounds like', visual: 'looks like' };

export const MODALITIES: readonly Modality[] = ['audio', 'visual'];

export const otherModality = (modality: Modality): Modality => (modality === 'audio' ? 'visual' : 'audio');
