/** Fewer epochs than this are never shown alone. */
const LEAST = 10;

/** Up to which epoch curves are drawn: far enough to have room, near enough to see what is there; it grows in few steps. */
export function horizon(nDone: number, nEpochs: number): number {
  let far = nEpochs;
  while (far / 2 >= Math.max(nDone, LEAST)) far = Math.ceil(far / 2);
  return Math.max(far, 2);
}
