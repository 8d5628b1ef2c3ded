import type { Modality } from '../api/model.ts';

/** What a person calls a sense. */
export const WORD: Record<Modality, string> = { audio: 'sound', visual: 'picture' };

/** What a match in a sense does. */
export const LIKE: Record<Modality, string> = { audio: 'sounds like', visual: 'looks like' };

export const SENSES: readonly Modality[] = ['audio', 'visual'];

export const otherSense = (sense: Modality): Modality => (sense === 'audio' ? 'visual' : 'audio');
