import { useEffect, useMemo, useState } from 'preact/hooks';
import { clipName } from '../format/clipName.ts';
import { counted } from '../format/numbers.ts';
import { clock } from '../format/time.ts';
import { type Pairs, pairsOfClip, soundOf } from './pairs.ts';

interface Props {
  pairs: Pairs;
  clip: number;
  name: string;
  onHover: (point: number | null) => void;
  onPlay: (pair: number) => void;
  onClose: () => void;
}

/** A slider over the seconds of the selected clip. */
export function SecondPicker({ pairs, clip, name, onHover, onPlay, onClose }: Props) {
  const pairsOfSeconds = useMemo(() => pairsOfClip(pairs, clip), [pairs, clip]);
  const [index, setIndex] = useState(0);
  useEffect(() => setIndex(0), [clip]);
  const pair = pairsOfSeconds[Math.min(index, pairsOfSeconds.length - 1)];
  if (pair === undefined) return null;
  const time = clock(pairs.second[pair] ?? 0);
  return (
    <section class="second-picker" aria-label="Seconds of the selected clip">
      <p>
        <strong>{clipName(name).title}</strong>
        <span class="quiet">{counted(pairsOfSeconds.length, 'second')} on the map</span>
      </p>
      <label>
        <span class="sr-only">Second</span>
        <input
          type="range"
          min={0}
          max={pairsOfSeconds.length - 1}
          value={index}
          aria-valuetext={time}
          onInput={(event) => {
            const next = event.currentTarget.valueAsNumber;
            setIndex(next);
            onHover(soundOf(pairsOfSeconds[next] ?? pair));
          }}
          onBlur={() => onHover(null)}
        />
        <output>{time}</output>
      </label>
      <div class="second-picker-buttons">
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
