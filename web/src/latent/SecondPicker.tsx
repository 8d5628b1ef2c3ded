import { useEffect, useMemo, useState } from 'preact/hooks';
import { clipName } from '../library/clipName.ts';
import { clock, counted } from '../library/time.ts';
import { type Pairs, pairsOfClip, soundOf } from './pairs.ts';

interface Props {
  pairs: Pairs;
  clip: number;
  name: string;
  onPoint: (point: number | null) => void;
  onPlay: (pair: number) => void;
  onClose: () => void;
}

/** The seconds of the chosen clip, one after the other, on the map. */
export function SecondPicker({ pairs, clip, name, onPoint, onPlay, onClose }: Props) {
  const seconds = useMemo(() => pairsOfClip(pairs, clip), [pairs, clip]);
  const [at, setAt] = useState(0);
  useEffect(() => setAt(0), [clip]);
  const pair = seconds[Math.min(at, seconds.length - 1)];
  if (pair === undefined) return null;
  const time = clock(pairs.second[pair] ?? 0);
  return (
    <section class="second-picker" aria-label="Seconds of the chosen clip">
      <p>
        <strong>{clipName(name).title}</strong>
        <span class="quiet">{counted(seconds.length, 'second')} on the map</span>
      </p>
      <label>
        <span class="sr-only">Second</span>
        <input
          type="range"
          min={0}
          max={seconds.length - 1}
          value={at}
          aria-valuetext={time}
          onInput={(event) => {
            const next = event.currentTarget.valueAsNumber;
            setAt(next);
            onPoint(soundOf(seconds[next] ?? pair));
          }}
          onBlur={() => onPoint(null)}
        />
        <output>{time}</output>
      </label>
      <div class="second-picker-do">
        <button type="button" onClick={() => onPlay(pair)}>
          Play this second
        </button>
        <button type="button" onClick={onClose}>
          All clips
        </button>
      </div>
    </section>
  );
}
