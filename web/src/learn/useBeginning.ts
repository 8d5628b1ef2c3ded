import { useState } from 'preact/hooks';
import type { JobQuestion } from '../api/model.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { go } from '../routing/location.ts';
import { begin } from './begin.ts';

/** Begins a run and goes to its page; says so where that cannot be. */
export function useBeginning() {
  const [isAsking, setAsking] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const start = async (question: JobQuestion) => {
    setAsking(true);
    setProblem(null);
    try {
      const { job } = await begin(question);
      go({ page: 'learn', job });
    } catch (thrown) {
      setProblem(asProblem(thrown));
    }
    setAsking(false);
  };
  return { start, isAsking, problem };
}
