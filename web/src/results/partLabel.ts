const LABELS: Record<string, string> = {
  latent: 'latent space',
  generated: 'generated features',
  concept: 'concepts',
  change: 'onsets and movement',
};

/** What a summand of a distance compares. */
export function partLabel(part: string): string {
  return LABELS[part] ?? part;
}
