import './timeline.css';
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Has, Source, Span, Waveform as Peaks } from '../api/model.ts';
import { spectrogramOf } from '../api/places.ts';
import { Picture } from '../picture/Picture.tsx';
import { FrameStrip } from './FrameStrip.tsx';
import { MomentSlider } from './MomentSlider.tsx';
import { endOf } from './span.ts';
import { TimeAxis } from './TimeAxis.tsx';
import { Track } from './Track.tsx';
import { useMarking } from './useMarking.ts';
import { Waveform } from './Waveform.tsx';

interface Props {
  source: Source;
  nSecs: number;
  duration: number;
  has: Has;
  peaks: Peaks | undefined;
  moment: Span;
  onMark: (span: Span) => void;
  time: Signal<number>;
  onSeek: (secs: number) => void;
  /** Further tracks over the same time. */
  children?: ComponentChildren;
}

/** Everything that happens at the same time, one below the other; dragging over it marks the moment. */
export function Timeline({ source, nSecs, duration, has, peaks, moment, onMark, time, onSeek, children }: Props) {
  const { marking, handlers } = useMarking({ duration, nSecs, onMark, onSeek });
  const marked = marking ?? moment;
  return (
    <div class="timeline">
      <Track name="Moment" class="track-moment">
        <MomentSlider span={marked} nSecs={nSecs} duration={duration} onMark={onMark} />
      </Track>
      {has.visual && (
        <Track name="Pictures" modality="visual">
          <FrameStrip source={source} nSecs={nSecs} duration={duration} />
        </Track>
      )}
      {has.audio && (
        <Track name="Sound" modality="audio">
          {peaks ? <Waveform peaks={peaks} duration={duration} /> : <div class="waveform" />}
        </Track>
      )}
      {has.audio && (
        <Track name="Pitch" modality="audio">
          <Picture
            class="spectrogram"
            src={spectrogramOf(source)}
            alt="Which pitches are heard over time, low ones at the bottom"
            isUrgent
          />
        </Track>
      )}
      {/* What is not in the moment is paler; answers, which come next, are not. */}
      <div class="timeline-shades">
        <div class="moment-shade" style={{ left: 0, width: percent(marked.start / duration) }} />
        <div class="moment-shade" style={{ left: percent(endOf(marked) / duration), right: 0 }} />
      </div>
      {children}
      <TimeAxis duration={duration} />
      <div class="timeline-over" {...handlers}>
        <div
          class="moment-mark"
          style={{ left: percent(marked.start / duration), width: percent(marked.len / duration) }}
        />
        <Playhead time={time} duration={duration} />
      </div>
    </div>
  );
}

/** Of its own, so that a film that plays draws a line and not the page. */
function Playhead({ time, duration }: { time: Signal<number>; duration: number }) {
  return <div class="playhead" style={{ left: percent(Math.min(time.value / duration, 1)) }} />;
}

const percent = (share: number) => `${share * 100}%`;
