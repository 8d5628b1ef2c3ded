import { useEffect, useRef } from 'preact/hooks';
import { canPlay, playableOf } from '../api/media.ts';
import { saved, savedMoment } from '../api/saved.ts';
import type { Clip, Span, Waveform } from '../api/types.ts';
import { clipName } from '../format/clipName.ts';
import { facts, loadFacts } from '../library/facts.ts';
import { Player } from '../player/Player.tsx';
import { playSpan } from '../player/playSpan.ts';
import { usePlayhead } from '../player/usePlayhead.ts';
import { replacePage } from '../routing/location.ts';
import { loudestSpan } from '../timeline/peaks.ts';
import { clampSpan } from '../timeline/span.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { useWaveform } from '../timeline/useWaveform.ts';
import { LocalizationResult } from './LocalizationResult.tsx';
import { LocalizationTracks } from './LocalizationTracks.tsx';
import { MomentPanel } from './MomentPanel.tsx';
import { useLocalizations } from './useLocalizations.ts';

/** Length of the moment that is selected at first. */
const DEFAULT_SECS = 2;

export function ClipView({ clip, span }: { clip: Clip; span: Span | undefined }) {
  const { n_secs: nSecs, duration_secs: duration, has } = clip;
  const source = { clip: clip.clip };
  const video = useRef<HTMLVideoElement>(null);
  const playable = playableOf(source);
  const startSecs = playable?.startSecs ?? 0;
  const time = usePlayhead(video, startSecs);
  const known = facts.value;
  useEffect(() => {
    if (!known) void loadFacts();
  }, []);

  const waveform = useWaveform(source, has);
  const peaks = waveform.state === 'loaded' ? waveform.value : undefined;
  const selected = span ?? savedMoment(clip.clip);
  const moment = selected ? clampSpan(selected, nSecs) : defaultMoment(peaks, nSecs);
  // The default moment is known once the waveform has loaded.
  const isSelected = selected !== undefined || !has.audio || waveform.state !== 'loading';
  const localizations = useLocalizations(source, moment, has, isSelected && known !== null && known.model !== null);
  const select = (next: Span) => replacePage({ page: 'clip', clip: clip.clip, span: next });
  const seek = (secs: number) => {
    if (video.current) video.current.currentTime = secs - startSecs;
  };
  const play = (played: Span) => video.current && playSpan(video.current, played, startSecs);
  const playMatch = canPlay(playable, { start: 0, len: nSecs })
    ? (start: number) => play({ start, len: moment.len })
    : undefined;

  return (
    <>
      <div class="clip-top">
        <Player
          video={video}
          playable={playable}
          source={source}
          has={has}
          title={clipName(clip.clip).title}
          second={moment.start}
          onReady={() => span && seek(moment.start)}
        />
        <MomentPanel
          moment={{ clip: clip.clip, span: moment }}
          has={has}
          facts={known}
          onPlay={canPlay(playable, moment) ? () => play(moment) : undefined}
        />
      </div>
      <p class="quiet hint">Drag across the tracks to select another moment. Click to jump to a time.</p>
      <Timeline
        source={source}
        nSecs={nSecs}
        duration={duration}
        has={has}
        peaks={peaks}
        moment={moment}
        onSelect={select}
        time={time}
        onSeek={seek}
      >
        {localizations && (
          <LocalizationTracks
            localizations={localizations.shown}
            isLoading={localizations.isLoading}
            duration={duration}
          />
        )}
      </Timeline>
      {localizations && (
        <div class="localizations">
          <LocalizationResult from="audio" request={localizations.audio} onPlay={playMatch} />
          <LocalizationResult from="visual" request={localizations.visual} onPlay={playMatch} />
        </div>
      )}
      {!localizations && saved && has.audio && has.visual && (
        <p class="quiet">The matches of this moment are not in the saved page.</p>
      )}
    </>
  );
}

function defaultMoment(peaks: Waveform | undefined, nSecs: number): Span {
  return peaks ? loudestSpan(peaks, DEFAULT_SECS, nSecs) : { start: 0, len: Math.min(DEFAULT_SECS, nSecs) };
}
