/** How near a match is; `pValue` is the share of true matches that are at least as far. */
export function describeMatch(pValue: number | null): string {
  if (pValue === null) return '';
  // Mismatched pairs may be near as well, so this compares with true matches only.
  if (pValue >= 0.5) return 'Nearer than most true matches';
  if (pValue >= 0.2) return 'As far as some true matches';
  if (pValue >= 0.05) return 'As far as a few true matches';
  return 'Farther than nearly all true matches';
}

export function describePValue(pValue: number): string {
  const nOfHundred = Math.round(pValue * 100);
  return nOfHundred === 0
    ? 'Fewer than 1 of 100 true matches are this far'
    : `${nOfHundred} of 100 true matches are at least this far`;
}
