export interface TermDescription {
  title: string;
  description: string;
}

const TERMS: Record<string, TermDescription> = {
  total: { title: 'Total loss', description: 'The weighted sum of all terms.' },
  reconstruction: {
    title: 'Reconstruction',
    description: 'Error of a second’s sound and picture as decoded from its latent.',
  },
  kl: { title: 'KL divergence', description: 'Information about a second in its latent, beyond the prior.' },
  wasserstein: {
    title: 'Wasserstein distance',
    description: 'Distance between the posteriors of a second’s sound and picture.',
  },
  contrast: {
    title: 'Contrastive loss',
    description: 'Cross-entropy of choosing the matching sound or picture among those of other seconds.',
  },
  audio_to: {
    title: 'Generation from sound',
    description: 'Error of sound and picture as generated from the sound alone.',
  },
  visual_to: {
    title: 'Generation from picture',
    description: 'Error of sound and picture as generated from the picture alone.',
  },
  together: { title: 'Matching pairs', description: 'Loss on sounds and pictures of the same second.' },
  apart: { title: 'Mismatched pairs', description: 'Loss on sounds and pictures of different seconds.' },
  correlation: { title: 'Negative correlation', description: 'The lower, the more both modalities correlate.' },
};

export function describeTerm(term: string): TermDescription {
  return TERMS[term] ?? { title: term.replaceAll('_', ' '), description: 'A term of the loss.' };
}
