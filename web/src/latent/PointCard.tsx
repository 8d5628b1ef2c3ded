import { pictureOf } from '../api/places.ts';
import { clipName } from '../library/clipName.ts';
import { clock } from '../library/time.ts';
import { Picture } from '../picture/Picture.tsx';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { WORD } from '../modality/words.ts';
import type { MapView } from './MapView.ts';
import { type Pairs, pairOf, modalityOf } from './pairs.ts';

interface Props {
  map: MapView;
  at: { x: number; y: number };
  point: number;
  pairs: Pairs;
  clips: readonly string[];
}

const WIDTH = 176;
const EDGE = 8;
const APART = 16;

/** The picture and the name of the second that is pointed at. */
export function PointCard({ map, at, point, pairs, clips }: Props) {
  const pair = pairOf(point);
  const clip = clips[pairs.clip[pair] ?? 0] ?? '';
  const second = pairs.second[pair] ?? 0;
  const modality = modalityOf(point);
  const { left, top } = map.spotOf(at);
  const { width, height } = map.size.value;
  const place = {
    width: `${WIDTH}px`,
    left: `${Math.max(EDGE, Math.min(left - WIDTH / 2, width - WIDTH - EDGE))}px`,
    // On the side where there is more room.
    ...(top > height / 2 ? { bottom: `${height - top + APART}px` } : { top: `${top + APART}px` }),
  };
  return (
    <div class="point-card" style={place} role="status">
      <Picture src={pictureOf({ clip }, second)} alt="" isUrgent />
      <p>
        <strong>{clipName(clip).title}</strong>
        <span class="quiet number">
          <ModalityMark of={modality} /> {WORD[modality]} at {clock(second)}
        </span>
      </p>
    </div>
  );
}
