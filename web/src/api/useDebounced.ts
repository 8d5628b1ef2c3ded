import { useEffect, useState } from 'preact/hooks';

/** The value once its JSON has not changed for a while, so that no requests are sent while a slider moves. */
export function useDebounced<Value>(value: Value, pauseMs: number): Value {
  const [debounced, setDebounced] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setDebounced(value), pauseMs);
    return () => clearTimeout(timer);
  }, [JSON.stringify(value)]);
  return debounced;
}
