/** How typical of the library what was imagined is; `share` of its own seconds lead to something less likely. */
export function typicalityInWords(share: number): { says: string; because: string } {
  const n = Math.round(share * 100);
  const because = `${n} of 100 seconds of the library lead to something rarer.`;
  if (share >= 0.75) return { says: 'Very typical of this library', because };
  if (share >= 0.3) return { says: 'Typical of this library', because };
  if (share >= 0.05) return { says: 'Unusual for this library', because };
  return { says: 'Unlike anything in this library, so take it with care', because: n === 0 ? 'Hardly a second of the library leads to something rarer.' : because };
}
