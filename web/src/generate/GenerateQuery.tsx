import { useEffect } from 'preact/hooks';
import type { HasModality, Modality, Span } from '../api/types.ts';
import { otherModality } from '../modality/labels.ts';
import { QueryCard } from '../query/QueryCard.tsx';
import { QueryProblem } from '../query/QueryProblem.tsx';
import { type Query, useQuery } from '../query/useQuery.ts';
import type { Moment } from '../routing/address.ts';
import { navigate, replacePage } from '../routing/location.ts';
import { Loading } from '../shell/Loading.tsx';
import { GenerateDirection } from './GenerateDirection.tsx';
import { Generation } from './Generation.tsx';

/** The query, the modality to generate, and the results. */
export function GenerateQuery({ moment, from }: { moment: Moment; from: Modality }) {
  const query = useQuery(moment);
  if (query === null || query.state === 'loading') return <Loading text="Loading query…" />;
  if (query.state === 'failed')
    return (
      <QueryProblem moment={moment} problem={query.problem} retry={query.retry} start={{ page: 'generate', from }} />
    );
  return <LoadedQuery query={query.value} from={from} />;
}

function LoadedQuery({ query, from: requested }: { query: Query; from: Modality }) {
  const from = availableModality(query.has, requested);
  const update = (span: Span, modality: Modality) =>
    replacePage({ page: 'generate', moment: { ...query.source, span }, from: modality });
  useEffect(() => {
    // The address may name a modality that the file lacks.
    if (from !== requested) update(query.span, from);
  }, [from, requested]);
  return (
    <>
      <QueryCard
        query={query}
        from={from}
        onSelect={(span) => update(span, from)}
        onOther={() => navigate({ page: 'generate', from })}
      >
        <GenerateDirection from={from} has={query.has} onSelect={(modality) => update(query.span, modality)} />
      </QueryCard>
      <Generation query={query} from={from} />
    </>
  );
}

function availableModality(has: HasModality, requested: Modality): Modality {
  return has[requested] || !has[otherModality(requested)] ? requested : otherModality(requested);
}
