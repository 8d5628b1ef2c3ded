import { spectrogramUrl } from '../api/media.ts';
import type { Source } from '../api/types.ts';
import { Picture } from '../picture/Picture.tsx';
import { Track } from './Track.tsx';

export function Spectrogram({ source }: { source: Source }) {
  return (
    <Track name="Spectrogram" modality="audio">
      <Picture
        class="spectrogram"
        src={spectrogramUrl(source)}
        alt="Spectrogram: frequencies over time, low frequencies at the bottom"
        isEager
      />
    </Track>
  );
}
