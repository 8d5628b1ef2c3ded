import { useEffect, useState } from 'preact/hooks';

/** The value once its key has not changed for a while, so that no requests are sent while a slider moves. */
export function useDebounced<Value>(value: Value, key: string, pauseMs: number): Value {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), pauseMs);
    return () => clearTimeout(timer);
  }, [key]);
  return debounced;
}
