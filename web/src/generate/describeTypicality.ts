/** How typical of the library generated features are; `share` of its seconds have a lower density. */
export function describeTypicality(share: number): string {
  if (share >= 0.75) return 'Very typical of this library';
  if (share >= 0.3) return 'Typical of this library';
  if (share >= 0.05) return 'Unusual for this library';
  return 'Unlike anything in this library; interpret with caution';
}
