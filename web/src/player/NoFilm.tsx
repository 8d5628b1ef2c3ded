import type { Source } from '../api/model.ts';
import { pictureOf, spectrogramOf } from '../api/places.ts';
import { Picture } from '../picture/Picture.tsx';

/** In place of a film that a saved page does not hold: its picture. */
export function NoFilm({ source, second, name }: { source: Source; second: number; name: string }) {
  return (
    <figure class="no-film">
      <Picture class="film" src={pictureOf(source, second)} instead={spectrogramOf(source)} alt={name} isUrgent />
      <figcaption class="quiet">The film is not in the saved page.</figcaption>
    </figure>
  );
}
