import type { Span } from '../api/types.ts';
import { clock } from '../format/time.ts';
import { endOf } from './span.ts';

interface Props {
  span: Span;
  nSecs: number;
  duration: number;
  onSelect: (span: Span) => void;
}

/** A slider with two handles, start and end of the moment, aligned with the tracks. */
export function MomentSlider({ span, nSecs, duration, onSelect }: Props) {
  const end = endOf(span);
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
        onInput={({ currentTarget: input }) => {
          const start = Math.min(input.valueAsNumber, end - 1);
          input.valueAsNumber = start;
          onSelect({ start, len: end - start });
        }}
      />
      <input
        {...range}
        value={end}
        aria-label="End of the moment"
        aria-valuetext={clock(end)}
        onInput={({ currentTarget: input }) => {
          const newEnd = Math.max(input.valueAsNumber, span.start + 1);
          input.valueAsNumber = newEnd;
          onSelect({ start: span.start, len: newEnd - span.start });
        }}
      />
    </div>
  );
}
