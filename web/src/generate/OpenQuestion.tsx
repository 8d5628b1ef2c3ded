import { useEffect } from 'preact/hooks';
import type { Has, Modality, Span } from '../api/model.ts';
import { QueryCard } from '../query/QueryCard.tsx';
import { QueryProblem } from '../query/QueryProblem.tsx';
import { type Query, useQuery } from '../query/useQuery.ts';
import type { Moment } from '../routing/address.ts';
import { go, refine } from '../routing/location.ts';
import { otherModality } from '../modality/words.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { Imagined } from './Imagined.tsx';
import { TakenModality } from './TakenModality.tsx';

/** The moment that is imagined from, which of its modalities, and what comes of it. */
export function OpenQuestion({ moment, from }: { moment: Moment; from: Modality }) {
  const query = useQuery(moment);
  if (query === null || query.state === 'waiting') return <Waiting what="Opening the moment…" />;
  if (query.state === 'wrong')
    return (
      <QueryProblem moment={moment} problem={query.problem} again={query.again} begin={{ page: 'generate', from }} />
    );
  return <Opened query={query.answer} from={from} />;
}

function Opened({ query, from: wanted }: { query: Query; from: Modality }) {
  const from = given(query.has, wanted);
  const ask = (span: Span, modality: Modality) =>
    refine({ page: 'generate', moment: { ...query.source, span }, from: modality });
  useEffect(() => {
    // A picture has no sound to imagine from, whatever the address says.
    if (from !== wanted) ask(query.span, from);
  }, [from, wanted]);
  return (
    <>
      <QueryCard
        query={query}
        from={from}
        onMark={(span) => ask(span, from)}
        onOther={() => go({ page: 'generate', from })}
      >
        <TakenModality from={from} has={query.has} onChoose={(modality) => ask(query.span, modality)} />
      </QueryCard>
      <Imagined query={query} from={from} />
    </>
  );
}

function given(has: Has, wanted: Modality): Modality {
  return has[wanted] || !has[otherModality(wanted)] ? wanted : otherModality(wanted);
}
