import { useEffect, useState } from 'preact/hooks';
import { follow, type Heard } from './follow.ts';

/** A run as it goes. */
export function useRun(job: string): Heard {
  const [heard, setHeard] = useState<Heard>({ run: null, isLost: false, problem: null });
  useEffect(() => follow(job, setHeard), [job]);
  return heard;
}
