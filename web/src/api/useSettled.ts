import { useEffect, useState } from 'preact/hooks';

/** A value once it has stayed the same for a while: nobody needs answers about ends that are still being moved. */
export function useSettled<Value>(value: Value, key: string, pauseMs: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const later = setTimeout(() => setSettled(value), pauseMs);
    return () => clearTimeout(later);
  }, [key]);
  return settled;
}
