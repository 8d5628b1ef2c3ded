import { clock } from '../format/time.ts';
import { ticks } from './ticks.ts';

export function TimeAxis({ duration }: { duration: number }) {
  return (
    <div class="time-axis" aria-hidden="true">
      {ticks(duration, 10).map((secs) => (
        <span key={secs} style={{ left: `${(secs / duration) * 100}%` }}>
          {clock(secs)}
        </span>
      ))}
    </div>
  );
}
