import '../clip/clip.css';
import '../timeline/timeline.css';
import type { CheckExample, Span } from '../api/model.ts';
import { spectrogramOf } from '../api/places.ts';
import { FitCurves } from '../clip/FitCurves.tsx';
import { clipName } from '../library/clipName.ts';
import { counted } from '../library/time.ts';
import { Picture } from '../picture/Picture.tsx';
import { Link } from '../routing/Link.tsx';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { otherModality, WORD } from '../modality/words.ts';
import { FrameStrip } from '../timeline/FrameStrip.tsx';
import { spanInWords } from '../timeline/span.ts';
import { TimeAxis } from '../timeline/TimeAxis.tsx';
import { Track } from '../timeline/Track.tsx';

/** A moment that was looked for in its own clip: pictures, sound, how well each start fits, the answer and the truth. */
export function HeldOutExample({ example }: { example: CheckExample }) {
  const { clip, n_segments: nSecs, from, truth, best_starts: starts, distances } = example;
  const found = { start: starts[0] ?? 0, len: truth.len };
  const to = otherModality(from);
  const at = (secs: number) => `${(secs / nSecs) * 100}%`;
  const window = (span: Span) => (
    <span class="lane-window" style={{ left: at(span.start), width: at(span.len) }} title={spanInWords(span)} />
  );
  return (
    <article class="held-out" aria-label={`${WORD[from]} of ${clipName(clip).title}`}>
      <p class="held-out-name">
        <ModalityMark of={from} /> {WORD[from]} → <ModalityMark of={to} /> {WORD[to]} in{' '}
        <Link to={{ page: 'clip', clip, span: truth }}>{clipName(clip).title}</Link>
        <span class="quiet"> {outcome(example)}</span>
      </p>
      <div class="timeline">
        <Track name="Pictures" modality="visual">
          <FrameStrip source={{ clip }} nSecs={nSecs} duration={nSecs} />
        </Track>
        <Track name="Pitch" modality="audio">
          <Picture
            class="spectrogram"
            src={spectrogramOf({ clip })}
            alt="Which pitches are heard over time, low ones at the bottom"
            isUrgent
          />
        </Track>
        <Track name="How well it fits">
          <FitCurves byModality={{ [from]: { distances, first_start: 0, found } }} duration={nSecs} />
        </Track>
        <Track name="Answer" modality={to}>
          <div class={`lane ${from}`}>
            {starts.map((start) => (
              <i key={start} class="lane-start" style={{ left: at(start) }} />
            ))}
            {window(found)}
          </div>
        </Track>
        <Track name="Truth">
          <div class="lane truth">{window(truth)}</div>
        </Track>
        <TimeAxis duration={nSecs} />
      </div>
    </article>
  );
}

function outcome({ truth, best_starts: starts }: CheckExample): string {
  const [first] = starts;
  if (first === undefined) return 'no answer';
  if (!starts.includes(truth.start)) return `${counted(Math.abs(first - truth.start), 'second')} off`;
  return starts.length > 1 ? 'a tie with the right start' : 'found to the second';
}
