import { useCallback, useEffect, useState } from 'preact/hooks';
import { asProblem, type Problem } from './problem.ts';

export type Awaiting<Answer> =
  | { state: 'waiting'; earlier?: Answer }
  | { state: 'here'; answer: Answer }
  | { state: 'wrong'; problem: Problem; again: () => void };

/**
 * Asks when the page is shown and whenever `about` changes; a question that is no longer of
 * interest is called off. `question` null: nothing to ask yet.
 */
export function useAnswer<Answer>(
  about: string,
  question: ((signal: AbortSignal) => Promise<Answer>) | null,
): Awaiting<Answer> {
  const [awaited, setAwaited] = useState<{ about: string; was: Awaiting<Answer> } | null>(null);
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
  if (awaited?.about === about) return awaited.was;
  // An answer to an earlier question is none to this one, but may be shown until there is one.
  return awaited?.was.state === 'here' ? { state: 'waiting', earlier: awaited.was.answer } : { state: 'waiting' };
}
