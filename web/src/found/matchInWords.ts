/** How near a match is, in words; `share` of true matches are at least as far off. */
export function matchInWords(share: number | null): string {
  if (share === null) return '';
  // Strangers may be near too, so this says no more than it knows.
  if (share >= 0.5) return 'Nearer than most true matches';
  if (share >= 0.2) return 'As far off as some true matches';
  if (share >= 0.05) return 'As far off as a few true matches';
  return 'Farther off than nearly all true matches';
}

/** The same as a count, for whoever wants to know. */
export function shareInWords(share: number): string {
  const n = Math.round(share * 100);
  return n === 0
    ? 'Fewer than 1 of 100 true matches are this far off'
    : `${n} of 100 true matches are at least this far off`;
}
