import { useEffect, useRef } from 'preact/hooks';
import { ask } from '../api/ask.ts';
import type { Clip, Span, Waveform } from '../api/model.ts';
import { filmOf, holds, waveformOf } from '../api/places.ts';
import { Problem } from '../api/problem.ts';
import { saved, savedMoment } from '../api/saved.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { askForFacts, facts } from '../library/facts.ts';
import { clipName } from '../library/clipName.ts';
import { Player } from '../player/Player.tsx';
import { playSpan } from '../player/playSpan.ts';
import { usePlayhead } from '../player/usePlayhead.ts';
import { refine } from '../routing/location.ts';
import { loudestSpan } from '../timeline/peaks.ts';
import { clamped } from '../timeline/span.ts';
import { Timeline } from '../timeline/Timeline.tsx';
import { MomentPanel } from './MomentPanel.tsx';
import { useWhere } from './useWhere.ts';
import { WhereFound } from './WhereFound.tsx';
import { WhereTracks } from './WhereTracks.tsx';

/** A moment to begin with is that long. */
const SUGGESTED_SECS = 2;

export function OpenClip({ clip, span }: { clip: Clip; span: Span | undefined }) {
  const { n_secs: nSecs, duration_secs: duration, has } = clip;
  const source = { clip: clip.clip };
  const film = useRef<HTMLVideoElement>(null);
  const playable = filmOf(source);
  const begins = playable?.begins ?? 0;
  const time = usePlayhead(film, begins);
  const known = facts.value instanceof Problem ? null : facts.value;
  useEffect(() => {
    if (!known) void askForFacts();
  }, []);

  const waveform = useAnswer(
    has.audio ? clip.clip : '',
    has.audio ? (signal) => ask<Waveform>(waveformOf(source), { signal }) : null,
  );
  const peaks = waveform.state === 'here' ? waveform.answer : undefined;
  const chosen = span ?? savedMoment(clip.clip);
  const moment = chosen ? clamped(chosen, nSecs) : suggested(peaks, nSecs);
  // Until the loudest moment is known, nothing is asked about another one.
  const isChosen = chosen !== undefined || !has.audio || waveform.state !== 'waiting';
  const where = useWhere(source, moment, has, isChosen && known !== null && known.model !== null);
  const mark = (marked: Span) => refine({ page: 'clip', clip: clip.clip, span: marked });
  const seek = (secs: number) => {
    if (film.current) film.current.currentTime = secs - begins;
  };
  const play = (played: Span) => film.current && playSpan(film.current, played, begins);
  const go = (start: number) => play({ start, len: moment.len });
  const canGo = playable !== null && holds(playable, { start: 0, len: nSecs });

  return (
    <>
      <div class="clip-top">
        <Player
          video={film}
          film={playable}
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
          onPlay={holds(playable, moment) ? () => play(moment) : undefined}
        />
      </div>
      <p class="quiet hint">Drag over any stretch below to mark another moment; click to go there.</p>
      <Timeline
        source={source}
        nSecs={nSecs}
        duration={duration}
        has={has}
        peaks={peaks}
        moment={moment}
        onMark={mark}
        time={time}
        onSeek={seek}
      >
        {where && <WhereTracks byModality={where.byModality} isWaiting={where.isWaiting} has={has} duration={duration} />}
      </Timeline>
      {where && has.audio && has.visual && (
        <div class="wheres">
          <WhereFound from="audio" where={where.audio} onGo={canGo ? go : undefined} />
          <WhereFound from="visual" where={where.visual} onGo={canGo ? go : undefined} />
        </div>
      )}
      {!where && saved && has.audio && has.visual && (
        <p class="quiet">Where this moment is seen and heard is not in the saved page.</p>
      )}
    </>
  );
}

function suggested(peaks: Waveform | undefined, nSecs: number): Span {
  return peaks ? loudestSpan(peaks, SUGGESTED_SECS, nSecs) : { start: 0, len: Math.min(SUGGESTED_SECS, nSecs) };
}
