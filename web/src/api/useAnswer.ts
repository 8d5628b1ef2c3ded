import { useCallback, useEffect, useState } from 'preact/hooks';
import { asProblem, type Problem } from './problem.ts';

export type Awaited<Answer> =
  | { state: 'waiting' }
  | { state: 'here'; answer: Answer }
  | { state: 'wrong'; problem: Problem; again: () => void };

/**
 * Asks when the page is shown and whenever `about` changes; a question that is no longer of
 * interest is called off. `question` null: nothing to ask yet.
 */
export function useAnswer<Answer>(
  about: string,
  question: ((signal: AbortSignal) => Promise<Answer>) | null,
): Awaited<Answer> {
  const [awaited, setAwaited] = useState<{ about: string; was: Awaited<Answer> } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const again = useCallback(() => {
    setAwaited(null);
    setAttempt((n) => n + 1);
  }, []);
  const isAsked = question !== null;
  useEffect(() => {
    if (question === null) return;
    const calledOff = new AbortController();
    question(calledOff.signal).then(
      (answer) => {
        if (!calledOff.signal.aborted) setAwaited({ about, was: { state: 'here', answer } });
      },
      (thrown: unknown) => {
        if (calledOff.signal.aborted) return;
        setAwaited({ about, was: { state: 'wrong', problem: asProblem(thrown), again } });
      },
    );
    return () => calledOff.abort();
    // `about` says all that the question depends on.
  }, [about, attempt, isAsked]);
  // An answer to an earlier question is none to this one.
  return awaited?.about === about ? awaited.was : { state: 'waiting' };
}
