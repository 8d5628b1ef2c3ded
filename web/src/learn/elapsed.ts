import type { Job } from '../api/types.ts';

/** How long a run has been running, or did run; null if it has not started. */
export function elapsedSecs({ began_unix_secs: start, ended_unix_secs: end }: Job, nowUnixSecs: number): number | null {
  // The clocks of server and browser may differ.
  return start === null ? null : Math.max((end ?? nowUnixSecs) - start, 0);
}
