/** How typical of the library what was imagined is; `share` of its own seconds lead to something less likely. */
export function typicalityInWords(share: number): { says: string; because: string } {
  return { says: says(share), because: `${seconds(Math.round(share * 100))} to something rarer.` };
}

function says(share: number): string {
  if (share >= 0.75) return 'Very typical of this library';
  if (share >= 0.3) return 'Typical of this library';
  if (share >= 0.05) return 'Unusual for this library';
  return 'Unlike anything in this library, so take it with care';
}

function seconds(ofHundred: number): string {
  if (ofHundred === 0) return 'Hardly a second of the library leads';
  if (ofHundred === 100) return 'Nearly every second of the library leads';
  return `${ofHundred} of 100 seconds of the library lead`;
}
