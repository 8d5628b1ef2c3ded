/** The models that make one modality from the other all decode a latent; those that only compare have none. */
const DECODERS = /^(ms-vae|cm-vae|pcca)(-|$)/;

export const imagines = (model: string) => DECODERS.test(model);
