import { useEffect } from 'preact/hooks';
import type { Found, Modality } from '../api/model.ts';
import { FoundCard } from './FoundCard.tsx';
import { PartsKey } from './PartsKey.tsx';
import { playing } from './playing.ts';

interface Props {
  found: readonly Found[];
  modality: Modality;
  /** Seconds of a moment: as many as it was asked with. */
  nSecs: number;
  /** Tells these from others on the page. */
  name: string;
}

/** Moments that were found, the nearest first. */
export function FoundGrid({ found, modality, nSecs, name }: Props) {
  useEffect(
    () => () => {
      playing.value = null;
    },
    [],
  );
  const farthest = found.reduce((most, { distance }) => Math.max(most, distance), 0);
  return (
    <>
      {found[0] && <PartsKey parts={found[0].parts} />}
      <ol class="found-grid">
        {found.map((one, place) => (
          <li key={`${one.clip} ${one.second} ${place}`}>
            <FoundCard found={one} modality={modality} id={`${name} ${place}`} farthest={farthest} nSecs={nSecs} />
          </li>
        ))}
      </ol>
    </>
  );
}
