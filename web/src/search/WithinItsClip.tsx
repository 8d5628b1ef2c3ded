import { post } from '../api/ask.ts';
import type { Modality, Searched, SearchQuestion } from '../api/model.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { FoundGrid } from '../found/FoundGrid.tsx';
import { type Query, sourceOf } from '../query/useQuery.ts';
import { keyOf } from '../timeline/span.ts';

/** Enough to see that it is the same thing again. */
const MOST = 4;

interface Props {
  query: Query;
  from: Modality;
  to: Modality;
}

/** What is near nevertheless, set apart since it is no discovery: the moment's own clip. */
export function WithinItsClip({ query, from, to }: Props) {
  const question: SearchQuestion = { query: sourceOf(query), from, to, k: MOST, elsewhere: false };
  const about = `${keyOf({ ...query.source, span: query.span })} ${from} ${to}`;
  const searched = useAnswer(about, (signal) => post<Searched>('/api/search', question, signal));
  const found = searched.state === 'here' ? searched.answer.found.filter(({ own_file: isOwn }) => isOwn) : [];
  if (found.length === 0) return null;
  return (
    <section class="within-its-clip" aria-labelledby="within">
      <h3 id="within">Only its own clip comes near</h3>
      <FoundGrid found={found} modality={to} name="within" nSecs={query.span.len} />
    </section>
  );
}
