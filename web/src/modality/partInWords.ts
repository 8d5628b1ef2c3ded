/** What the summands of a distance compare. */
const PARTS: Record<string, string> = {
  latent: 'By what it is',
  generated: 'By what it would be like',
  change: 'By when it changes',
};

export function partInWords(part: string): string {
  return PARTS[part] ?? part;
}

export const percent = (share: number) => `${(share * 100).toFixed(share > 0 && share < 0.01 ? 1 : 0)} %`;
