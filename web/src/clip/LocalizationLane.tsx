import type { LocalizeResponse, Modality } from '../api/types.ts';
import { formatSpan } from '../timeline/span.ts';

/** The part of a localization that is drawn. */
type Drawn = Pick<LocalizeResponse, 'found' | 'tied_starts'> & Partial<LocalizeResponse>;

interface Props {
  localized: Drawn | undefined;
  /** The modality of the query; `truth` for the ground truth. */
  from: Modality | 'truth';
  duration: number;
}

/** The window that was found, and every start in its prediction set. */
export function LocalizationLane({ localized, from, duration }: Props) {
  if (!localized) return <div class="lane" />;
  const { found, certainty, tied_starts, verdict } = localized;
  const starts = certainty?.starts ?? tied_starts;
  const at = (secs: number) => `${(secs / duration) * 100}%`;
  return (
    <div class={`lane ${from}`}>
      {starts.map((start) => (
        <i key={start} class="lane-start" style={{ left: at(start) }} />
      ))}
      <span
        class={`lane-window ${verdict?.no_match ? 'rejected' : ''}`}
        style={{ left: at(found.start), width: at(found.len) }}
        title={formatSpan(found)}
      >
        {verdict?.no_match ? 'no match' : ''}
      </span>
    </div>
  );
}
