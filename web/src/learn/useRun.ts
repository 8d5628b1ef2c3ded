import { useEffect, useState } from 'preact/hooks';
import { followJob, type FollowedRun } from './followJob.ts';

/** A run, kept up to date. */
export function useRun(job: string): FollowedRun {
  const [followed, setFollowed] = useState<FollowedRun>({ run: null, isDisconnected: false, problem: null });
  useEffect(() => followJob(job, setFollowed), [job]);
  return followed;
}
