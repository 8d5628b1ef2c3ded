import type { Span } from '../api/model.ts';
import { clock } from '../library/time.ts';
import { endOf } from './span.ts';

interface Props {
  span: Span;
  nSecs: number;
  duration: number;
  onMark: (span: Span) => void;
}

/** The two ends of the moment, for fingers and for arrow keys; they lie where the tracks have those seconds. */
export function MomentSlider({ span, nSecs, duration, onMark }: Props) {
  const end = endOf(span);
  const setStart = (start: number) => {
    const kept = Math.min(start, end - 1);
    onMark({ start: kept, len: end - kept });
  };
  const setEnd = (wanted: number) => onMark({ start: span.start, len: Math.max(wanted, span.start + 1) - span.start });
  const range = { type: 'range', min: 0, max: nSecs, step: 1 } as const;
  return (
    <div class="moment-slider" style={{ width: `${(nSecs / duration) * 100}%` }}>
      <span
        class="moment-rail"
        style={{ left: `${(span.start / nSecs) * 100}%`, width: `${(span.len / nSecs) * 100}%` }}
      />
      <input
        {...range}
        value={span.start}
        aria-label="Start of the moment"
        aria-valuetext={clock(span.start)}
        onInput={(event) => {
          setStart(event.currentTarget.valueAsNumber);
          event.currentTarget.valueAsNumber = Math.min(event.currentTarget.valueAsNumber, end - 1);
        }}
      />
      <input
        {...range}
        value={end}
        aria-label="End of the moment"
        aria-valuetext={clock(end)}
        onInput={(event) => {
          setEnd(event.currentTarget.valueAsNumber);
          event.currentTarget.valueAsNumber = Math.max(event.currentTarget.valueAsNumber, span.start + 1);
        }}
      />
    </div>
  );
}
