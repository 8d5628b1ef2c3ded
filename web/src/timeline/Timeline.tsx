import './timeline.css';
import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { HasModality, Source, Span, Waveform as Peaks } from '../api/types.ts';
import { FrameStrip } from './FrameStrip.tsx';
import { MomentSlider } from './MomentSlider.tsx';
import { endOf } from './span.ts';
import { Spectrogram } from './Spectrogram.tsx';
import { TimeAxis } from './TimeAxis.tsx';
import { Track } from './Track.tsx';
import { useSpanSelection } from './useSpanSelection.ts';
import { Waveform } from './Waveform.tsx';

interface Props {
  source: Source;
  nSecs: number;
  duration: number;
  has: HasModality;
  peaks: Peaks | undefined;
  moment: Span;
  onSelect: (span: Span) => void;
  time: Signal<number>;
  onSeek: (secs: number) => void;
  /** More tracks on the same time axis. */
  children?: ComponentChildren;
}

/** All tracks of a file on one time axis; dragging over them selects the moment. */
export function Timeline({ source, nSecs, duration, has, peaks, moment, onSelect, time, onSeek, children }: Props) {
  const { dragged, handlers } = useSpanSelection({ duration, nSecs, onSelect, onSeek });
  const selected = dragged ?? moment;
  return (
    <div class="timeline">
      <Track name="Moment" class="track-moment">
        <MomentSlider span={selected} nSecs={nSecs} duration={duration} onSelect={onSelect} />
      </Track>
      {has.visual && (
        <Track name="Picture" modality="visual">
          <FrameStrip source={source} nSecs={nSecs} duration={duration} />
        </Track>
      )}
      {has.audio && (
        <Track name="Sound" modality="audio">
          {peaks ? <Waveform peaks={peaks} duration={duration} /> : <div class="waveform" />}
        </Track>
      )}
      {has.audio && <Spectrogram source={source} />}
      {/* Shades the tracks above outside the moment; the results below are not shaded. */}
      <div class="timeline-shades">
        <div class="moment-shade" style={{ left: 0, width: percent(selected.start / duration) }} />
        <div class="moment-shade" style={{ left: percent(endOf(selected) / duration), right: 0 }} />
      </div>
      {children}
      <TimeAxis duration={duration} />
      <div class="timeline-overlay" {...handlers}>
        <div
          class="moment-outline"
          style={{ left: percent(selected.start / duration), width: percent(selected.len / duration) }}
        />
        <Playhead time={time} duration={duration} />
      </div>
    </div>
  );
}

/** A component of its own, so that only it renders while the video plays. */
function Playhead({ time, duration }: { time: Signal<number>; duration: number }) {
  return <div class="playhead" style={{ left: percent(Math.min(time.value / duration, 1)) }} />;
}

const percent = (share: number) => `${share * 100}%`;
