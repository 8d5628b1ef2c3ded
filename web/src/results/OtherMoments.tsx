import { Fragment } from 'preact';
import type { SearchResult } from '../api/types.ts';
import { clock } from '../format/time.ts';
import { Link } from '../routing/Link.tsx';

interface Props {
  moments: readonly Pick<SearchResult, 'clip' | 'second'>[];
  /** Length of each. */
  nSecs: number;
}

/** Further moments of a result's clip, as links. */
export function OtherMoments({ moments, nSecs }: Props) {
  if (moments.length === 0) return null;
  return (
    <p class="result-note">
      Also at{' '}
      {moments.map(({ clip, second }, place) => (
        <Fragment key={second}>
          {place > 0 && ', '}
          <Link to={{ page: 'clip', clip, span: { start: second, len: nSecs } }}>{clock(second)}</Link>
        </Fragment>
      ))}
    </p>
  );
}
