import './query.css';
import type { ComponentChildren } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { canPlay, playableOf } from '../api/media.ts';
import type { Modality, Span } from '../api/types.ts';
import { clipName } from '../format/clipName.ts';
import { MODALITY_NAME } from '../modality/labels.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { Player } from '../player/Player.tsx';
import { playSpan } from '../player/playSpan.ts';
import { Link } from '../routing/Link.tsx';
import { formatSpan } from '../timeline/span.ts';
import { UploadTimeline } from './UploadTimeline.tsx';
import type { Query } from './useQuery.ts';

interface Props {
  query: Query;
  from: Modality;
  onSelect: (span: Span) => void;
  onOther: () => void;
  children?: ComponentChildren;
}

/** The query with its player, and buttons to change it. */
export function QueryCard({ query, from, onSelect, onOther, children }: Props) {
  const video = useRef<HTMLVideoElement>(null);
  const { source, name, has, span } = query;
  const { title } = clipName(name);
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    // Screen readers announce that the upload is complete.
    if (source.upload !== undefined) heading.current?.focus({ preventScroll: true });
  }, [source.upload]);
  const playable = playableOf(source);
  const isPlayable = canPlay(playable, span);
  const startSecs = playable?.startSecs ?? 0;
  const play = () => video.current && playSpan(video.current, span, startSecs);
  const seekToStart = () => {
    if (video.current) video.current.currentTime = span.start - startSecs;
  };
  return (
    <section class="query-card" aria-label="Query">
      <Player
        video={video}
        playable={isPlayable ? playable : null}
        source={source}
        has={has}
        title={title}
        second={span.start}
        onReady={seekToStart}
      />
      <div class="query-info">
        <p class="kicker">
          <ModalityMark of={from} /> The {MODALITY_NAME[from]} of
        </p>
        <h2 class="query-title" ref={heading} tabIndex={-1}>
          {title}
        </h2>
        <p class="moment-when">
          <output>{formatSpan(span)}</output>
        </p>
        <p class="query-buttons">
          {isPlayable && (
            <button type="button" onClick={play}>
              Play the moment
            </button>
          )}
          {source.clip !== undefined && (
            <Link to={{ page: 'clip', clip: source.clip, span }} class="button">
              Select another moment
            </Link>
          )}
          <button type="button" onClick={onOther}>
            Choose another query
          </button>
        </p>
        {children}
      </div>
      {source.upload !== undefined && <UploadTimeline query={query} video={video} onSelect={onSelect} />}
    </section>
  );
}
