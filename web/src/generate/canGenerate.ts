/** Models that decode a latent space generate one modality from the other; the others only compare. */
const GENERATIVE = /^(ms-vae|cm-vae|pcca)(-|$)/;

export const canGenerate = (model: string) => GENERATIVE.test(model);
