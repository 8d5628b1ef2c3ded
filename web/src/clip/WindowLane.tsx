import type { Localized, Modality } from '../api/model.ts';
import { spanInWords } from '../timeline/span.ts';
import { whereInWords } from './whereInWords.ts';

/** The window that is answered, and every place where it could begin as well. */
export function WindowLane({
  localized,
  from,
  duration,
}: {
  localized: Localized | undefined;
  from: Modality;
  duration: number;
}) {
  if (!localized) return <div class="lane" />;
  const { found, certainty, tied_starts } = localized;
  const { isRefused } = whereInWords(localized);
  const starts = certainty?.starts ?? tied_starts;
  const at = (secs: number) => `${(secs / duration) * 100}%`;
  return (
    <div class={`lane ${from}`}>
      {starts.map((start) => (
        <i key={start} class="lane-start" style={{ left: at(start) }} />
      ))}
      <span
        class={`lane-window ${isRefused ? 'refused' : ''}`}
        style={{ left: at(found.start), width: at(found.len) }}
        title={spanInWords(found)}
      >
        {isRefused ? 'no match' : ''}
      </span>
    </div>
  );
}
