export interface ModelDescription {
  text: string;
  /** Computed in closed form, without epochs. */
  isClosedForm?: boolean;
}

export const RECOMMENDED = 'ms-vae';

const DESCRIPTIONS: Record<string, ModelDescription> = {
  'ms-vae': {
    text: 'A variational autoencoder with one latent space for sound and picture. It searches, localizes and generates.',
  },
  'ms-vae-paper': { text: 'The method as the paper describes it.' },
  'ms-vae-no-w': { text: 'The paper’s method without its Wasserstein term, for an ablation.' },
  'ms-vae-reference': { text: 'The authors’ published code, including its bugs. Its training usually collapses.' },
  'cm-vae': {
    text: 'A variational autoencoder per modality, each of which reconstructs both modalities; no Wasserstein term.',
  },
  cca: {
    text: 'Canonical correlation analysis, a linear model in closed form. The baseline for all others.',
    isClosedForm: true,
  },
  pcca: {
    text: 'Probabilistic canonical correlation analysis, a linear model in closed form with one latent space.',
    isClosedForm: true,
  },
  dcca: { text: 'Deep canonical correlation analysis: two networks whose outputs correlate as much as possible.' },
  'l3-net-f': { text: 'Classifies whether a sound and a picture belong together, from both combined.' },
  'ave-net-f': {
    text: 'Classifies whether a sound and a picture belong together, by the distance of their embeddings.',
  },
};

/** A description of a model; the server's summary for models without one. */
export function describeModel(name: string, summary = ''): ModelDescription {
  return DESCRIPTIONS[name] ?? { text: summary };
}
