/** What a person is told of a model before they know anything about models. */
export interface ModelInWords {
  says: string;
  /** Computed at once: there are no epochs to choose or to watch. */
  isImmediate?: boolean;
}

/** What is learned unless somebody wants another one. */
export const RECOMMENDED = 'ms-vae';

const MODELS: Record<string, ModelInWords> = {
  'ms-vae': {
    says: 'One idea of each moment, shared by sound and picture. It searches, places and imagines; take this one unless you compare.',
  },
  'ms-vae-paper': { says: 'The method exactly as its paper describes it.' },
  'ms-vae-no-w': { says: 'The paper’s method without what draws the two modalities together, to see what that is worth.' },
  'ms-vae-reference': { says: 'The paper’s published program with its faults. It usually ends with nothing learned.' },
  'cm-vae': { says: 'Each modality learns to tell itself and the other, each in its own way.' },
  cca: {
    says: 'Straight lines only, computed at once. The yardstick that the others have to beat.',
    isImmediate: true,
  },
  pcca: { says: 'Straight lines that meet in one shared idea, computed at once.', isImmediate: true },
  dcca: { says: 'Two networks that learn to rise and fall together.' },
  'l3-net-f': { says: 'Learns to tell whether a sound and a picture belong together, looking at both at once.' },
  'ave-net-f': { says: 'Learns to tell whether a sound and a picture belong together by how far apart they lie.' },
};

/** The server's own summary where we know no plainer words. */
export function modelInWords(name: string, summary = ''): ModelInWords {
  return MODELS[name] ?? { says: summary };
}
