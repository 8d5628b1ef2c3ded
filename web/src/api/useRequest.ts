import { useCallback, useEffect, useState } from 'preact/hooks';
import { asProblem, type Problem } from './problem.ts';

export type RequestState<Value> =
  | { state: 'loading'; previous?: Value }
  | { state: 'loaded'; value: Value }
  | { state: 'failed'; problem: Problem; retry: () => void };

/**
 * Sends a request when the component is mounted and whenever `key` changes; outdated requests are aborted.
 * With `request` null nothing is sent yet.
 */
export function useRequest<Value>(
  key: string,
  request: ((signal: AbortSignal) => Promise<Value>) | null,
): RequestState<Value> {
  const [latest, setLatest] = useState<{ key: string; result: RequestState<Value> } | null>(null);
  const [attempt, setAttempt] = useState(0);
  const retry = useCallback(() => {
    setLatest(null);
    setAttempt((n) => n + 1);
  }, []);
  const isReady = request !== null;
  useEffect(() => {
    if (request === null) return;
    const controller = new AbortController();
    request(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setLatest({ key, result: { state: 'loaded', value } });
      },
      (thrown: unknown) => {
        if (controller.signal.aborted) return;
        setLatest({ key, result: { state: 'failed', problem: asProblem(thrown), retry } });
      },
    );
    return () => controller.abort();
    // `key` identifies everything that the request depends on.
  }, [key, attempt, isReady]);
  if (latest?.key === key) return latest.result;
  // The previous value may be shown until the new one has loaded.
  return latest?.result.state === 'loaded' ? { state: 'loading', previous: latest.result.value } : { state: 'loading' };
}

/** The loaded value, or the previous one while the new one loads. */
export function latestValue<Value>(request: RequestState<Value>): Value | undefined {
  if (request.state === 'loaded') return request.value;
  return request.state === 'loading' ? request.previous : undefined;
}
