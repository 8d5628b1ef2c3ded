import { pictureUrl } from '../api/media.ts';
import { clipName } from '../format/clipName.ts';
import { clock } from '../format/time.ts';
import { MODALITY_NAME } from '../modality/labels.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { Picture } from '../picture/Picture.tsx';
import type { MapView } from './MapView.ts';
import { modalityOf, pairOf, type Pairs, positionOf } from './pairs.ts';

interface Props {
  map: MapView;
  pairs: Pairs;
  point: number;
  clips: readonly string[];
}

const WIDTH_PX = 176;
const MARGIN_PX = 8;
const OFFSET_PX = 16;

/** The picture and the name of the second under the pointer. */
export function PointCard({ map, pairs, point, clips }: Props) {
  const pair = pairOf(point);
  const clip = clips[pairs.clip[pair] ?? 0] ?? '';
  const second = pairs.second[pair] ?? 0;
  const modality = modalityOf(point);
  const { left, top } = map.toScreen(positionOf(pairs, point));
  const { width, height } = map.size.value;
  const style = {
    width: `${WIDTH_PX}px`,
    left: `${Math.max(MARGIN_PX, Math.min(left - WIDTH_PX / 2, width - WIDTH_PX - MARGIN_PX))}px`,
    // Above or below the point, where there is more space.
    ...(top > height / 2 ? { bottom: `${height - top + OFFSET_PX}px` } : { top: `${top + OFFSET_PX}px` }),
  };
  return (
    <div class="point-card" style={style} role="status">
      <Picture src={pictureUrl({ clip }, second)} alt="" isEager />
      <p>
        <strong>{clipName(clip).title}</strong>
        <span class="quiet number">
          <ModalityMark of={modality} /> {MODALITY_NAME[modality]} at {clock(second)}
        </span>
      </p>
    </div>
  );
}
