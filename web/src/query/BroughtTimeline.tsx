import type { RefObject } from 'preact';
import { ask } from '../api/ask.ts';
import type { Span, Waveform } from '../api/model.ts';
import { waveformOf } from '../api/places.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { usePlayhead } from '../player/usePlayhead.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import type { Query } from './useQuery.ts';

interface Props {
  query: Query;
  film: RefObject<HTMLVideoElement | null>;
  onMark: (span: Span) => void;
}

/** A file that was brought along has no page of its own: its moment is marked here. */
export function BroughtTimeline({ query: { source, has, nSecs, duration, span }, film, onMark }: Props) {
  const time = usePlayhead(film, 0);
  const waveform = useAnswer(
    source.upload ?? '',
    has.audio ? (signal) => ask<Waveform>(waveformOf(source), { signal }) : null,
  );
  const peaks = waveform.state === 'here' ? waveform.answer : undefined;
  // A picture is one second, and so is its moment.
  if (nSecs < 2) return null;
  const seek = (secs: number) => {
    if (film.current) film.current.currentTime = secs;
  };
  return (
    <div class="query-timeline">
      <p class="quiet hint">Drag over any stretch to ask with that one.</p>
      <Timeline
        source={source}
        nSecs={nSecs}
        duration={Math.max(duration, nSecs)}
        has={has}
        peaks={peaks}
        moment={span}
        onMark={onMark}
        time={time}
        onSeek={seek}
      />
    </div>
  );
}
