import type { Job } from '../api/model.ts';

/** For how many seconds a run has been learning, or did; null before its turn has come. */
export function elapsedSecs(
  { began_unix_secs: began, ended_unix_secs: ended }: Job,
  nowUnixSecs: number,
): number | null {
  return began === null ? null : Math.max((ended ?? nowUnixSecs) - began, 0);
}
