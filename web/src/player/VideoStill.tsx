import { pictureUrl, spectrogramUrl } from '../api/media.ts';
import type { Source } from '../api/types.ts';
import { Picture } from '../picture/Picture.tsx';

/** A picture in place of a video that a saved page does not contain. */
export function VideoStill({ source, second, name }: { source: Source; second: number; name: string }) {
  return (
    <figure>
      <Picture class="video" src={pictureUrl(source, second)} fallback={spectrogramUrl(source)} alt={name} isEager />
      <figcaption class="quiet">The video is not in the saved page.</figcaption>
    </figure>
  );
}
