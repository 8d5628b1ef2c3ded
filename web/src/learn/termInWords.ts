/** What a summand of the loss is called, and what it means that it becomes smaller. */
export interface TermInWords {
  title: string;
  says: string;
}

const TERMS: Record<string, TermInWords> = {
  total: {
    title: 'All together',
    says: 'What learning makes smaller; where it stays level, there is little left to learn.',
  },
  reconstruction: {
    title: 'Telling a second again',
    says: 'How far what it would expect to hear and to see is from what was there.',
  },
  kl: {
    title: 'How much it notes',
    says: 'What it keeps of a second beyond what it would guess anyway; that has a price, so that it keeps only what matters.',
  },
  wasserstein: {
    title: 'Apart from each other',
    says: 'How far its idea of a second’s sound lies from its idea of the same second’s picture.',
  },
  contrast: {
    title: 'Taken for another',
    says: 'How easily it takes another second’s sound or picture for the one that belongs.',
  },
  audio_to: {
    title: 'Told from the sound',
    says: 'How far what it expects from a sound alone is from what was heard and seen.',
  },
  visual_to: {
    title: 'Told from the picture',
    says: 'How far what it expects from a picture alone is from what was heard and seen.',
  },
  together: { title: 'What belongs together', says: 'How often it doubts a sound and a picture of the same second.' },
  apart: { title: 'What does not', says: 'How often it believes a sound and a picture of different seconds.' },
  correlation: {
    title: 'Rising and falling together',
    says: 'The further below zero, the more the two modalities move together.',
  },
};

export function termInWords(term: string): TermInWords {
  return TERMS[term] ?? { title: term.replaceAll('_', ' '), says: 'A part of what learning makes smaller.' };
}
