import '../clip/clip.css';
import '../timeline/timeline.css';
import type { CheckExample } from '../api/types.ts';
import { DistancePlot } from '../clip/DistancePlot.tsx';
import { LocalizationLane } from '../clip/LocalizationLane.tsx';
import { clipName } from '../format/clipName.ts';
import { counted } from '../format/numbers.ts';
import { MODALITY_NAME, otherModality } from '../modality/labels.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { Link } from '../routing/Link.tsx';
import { FrameStrip } from '../timeline/FrameStrip.tsx';
import { Spectrogram } from '../timeline/Spectrogram.tsx';
import { TimeAxis } from '../timeline/TimeAxis.tsx';
import { Track } from '../timeline/Track.tsx';

/** A moment that was localized in its own held-out clip: distances, prediction and ground truth. */
export function HeldOutExample({ example }: { example: CheckExample }) {
  const { clip, n_segments: nSecs, from, truth, best_starts: starts, distances } = example;
  const found = { start: starts[0] ?? 0, len: truth.len };
  const to = otherModality(from);
  return (
    <article class="held-out" aria-label={`${MODALITY_NAME[from]} of ${clipName(clip).title}`}>
      <p class="held-out-name">
        <ModalityMark of={from} /> {MODALITY_NAME[from]} → <ModalityMark of={to} /> {MODALITY_NAME[to]} in{' '}
        <Link to={{ page: 'clip', clip, span: truth }}>{clipName(clip).title}</Link>
        <span class="quiet"> {describeOutcome(example)}</span>
      </p>
      <div class="timeline">
        <Track name="Picture" modality="visual">
          <FrameStrip source={{ clip }} nSecs={nSecs} duration={nSecs} />
        </Track>
        <Spectrogram source={{ clip }} />
        <Track name="Match quality">
          <DistancePlot curves={{ [from]: { distances, first_start: 0, found } }} duration={nSecs} />
        </Track>
        <Track name="Prediction" modality={to}>
          <LocalizationLane localized={{ found, tied_starts: starts }} from={from} duration={nSecs} />
        </Track>
        <Track name="Ground truth">
          <LocalizationLane localized={{ found: truth, tied_starts: [] }} from="truth" duration={nSecs} />
        </Track>
        <TimeAxis duration={nSecs} />
      </div>
    </article>
  );
}

function describeOutcome({ truth, best_starts: starts }: CheckExample): string {
  const [first] = starts;
  if (first === undefined) return 'no prediction';
  if (!starts.includes(truth.start)) return `${counted(Math.abs(first - truth.start), 'second')} off`;
  return starts.length > 1 ? 'tied with the correct start' : 'correct';
}
