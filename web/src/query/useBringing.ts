import { useEffect, useRef, useState } from 'preact/hooks';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Moment } from '../routing/address.ts';
import { bringFile } from './bringFile.ts';

export type Bringing =
  { state: 'none' } | { state: 'underway'; name: string } | { state: 'refused'; name: string; problem: Problem };

/** Files on their way: one at a time, the newest counts. */
export function useBringing(onHere: (moment: Moment) => void) {
  const [bringing, setBringing] = useState<Bringing>({ state: 'none' });
  const underway = useRef<AbortController | null>(null);
  useEffect(() => () => underway.current?.abort(), []);

  const callOff = () => {
    underway.current?.abort();
    setBringing({ state: 'none' });
  };
  const bring = (file: File) => {
    underway.current?.abort();
    const calledOff = new AbortController();
    underway.current = calledOff;
    setBringing({ state: 'underway', name: file.name });
    bringFile(file, calledOff.signal).then(
      (moment) => {
        if (calledOff.signal.aborted) return;
        setBringing({ state: 'none' });
        onHere(moment);
      },
      (thrown: unknown) => {
        if (!calledOff.signal.aborted) setBringing({ state: 'refused', name: file.name, problem: asProblem(thrown) });
      },
    );
  };
  return { bringing, bring, callOff };
}
