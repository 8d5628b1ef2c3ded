import { useState } from 'preact/hooks';
import { asProblem, type Problem } from '../api/problem.ts';
import type { JobRequest } from '../api/types.ts';
import { navigate } from '../routing/location.ts';
import { startRun } from './jobs.ts';

/** Starts a run and opens its page; returns the problem if that fails. */
export function useStartRun() {
  const [isStarting, setStarting] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async (request: JobRequest) => {
    setStarting(true);
    setProblem(null);
    try {
      const { job } = await startRun(request);
      navigate({ page: 'learn', job });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setStarting(false);
  };
  return { start, isStarting, problem };
}
