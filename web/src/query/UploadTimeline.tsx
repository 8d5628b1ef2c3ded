import type { RefObject } from 'preact';
import type { Span } from '../api/types.ts';
import { usePlayhead } from '../player/usePlayhead.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { useWaveform } from '../timeline/useWaveform.ts';
import type { Query } from './useQuery.ts';

interface Props {
  query: Query;
  video: RefObject<HTMLVideoElement | null>;
  onSelect: (span: Span) => void;
}

/** Selects the moment of an upload, which has no page of its own. */
export function UploadTimeline({ query: { source, has, nSecs, duration, span }, video, onSelect }: Props) {
  const time = usePlayhead(video, 0);
  const waveform = useWaveform(source, has);
  const peaks = waveform.state === 'loaded' ? waveform.value : undefined;
  // An image is one second long.
  if (nSecs < 2) return null;
  const seek = (secs: number) => {
    if (video.current) video.current.currentTime = secs;
  };
  return (
    <div class="query-timeline">
      <p class="quiet hint">Drag across the tracks to select another moment.</p>
      <Timeline
        source={source}
        nSecs={nSecs}
        duration={Math.max(duration, nSecs)}
        has={has}
        peaks={peaks}
        moment={span}
        onSelect={onSelect}
        time={time}
        onSeek={seek}
      />
    </div>
  );
}
