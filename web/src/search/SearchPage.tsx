import './search.css';
import { useEffect } from 'preact/hooks';
import { saved } from '../api/saved.ts';
import type { Modality } from '../api/types.ts';
import { facts, loadFacts } from '../library/facts.ts';
import { otherModality } from '../modality/labels.ts';
import { QueryCard } from '../query/QueryCard.tsx';
import { QueryProblem } from '../query/QueryProblem.tsx';
import { QueryStart } from '../query/QueryStart.tsx';
import { UploadPage } from '../query/UploadPage.tsx';
import { type Query, useQuery } from '../query/useQuery.ts';
import type { Moment } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { navigate, replacePage } from '../routing/location.ts';
import { Loading } from '../shell/Loading.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { SearchDirection } from './SearchDirection.tsx';
import { SearchResults } from './SearchResults.tsx';
import { WordSearch } from './WordSearch.tsx';

const LEAD = 'Choose a query to find moments that sound or look like it.';

interface Props {
  words?: string | undefined;
  moment?: Moment | undefined;
  from: Modality;
  to: Modality;
}

export default function SearchPage({ words, moment, from, to }: Props) {
  useTitle('Search');
  const query = useQuery(moment);
  useEffect(() => {
    if (!facts.value) void loadFacts();
  }, []);
  const start = { page: 'search', from, to } as const;
  return (
    <UploadPage
      heading="Search"
      lead={query || words ? undefined : LEAD}
      onUploaded={(uploaded) => navigate({ ...start, moment: uploaded })}
    >
      {facts.value?.model === null && (
        <p class="note">
          No model has been learned from these clips yet. To search them by sound or picture,{' '}
          <Link to={{ page: 'learn' }}>learn this library</Link> first.
        </p>
      )}
      {!query && !saved && <WordSearch words={words} from={from} to={to} />}
      {!query && (saved || !words) && (
        <QueryStart toClip={(clip) => ({ page: 'clip', clip })} toMoment={(chosen) => ({ ...start, moment: chosen })} />
      )}
      {query?.state === 'loading' && <Loading text="Loading query…" />}
      {query?.state === 'failed' && (
        <QueryProblem moment={moment ?? {}} problem={query.problem} retry={query.retry} start={start} />
      )}
      {query?.state === 'loaded' && <LoadedQuery query={query.value} moment={moment ?? {}} from={from} to={to} />}
    </UploadPage>
  );
}

interface LoadedProps {
  query: Query;
  moment: Moment;
  from: Modality;
  to: Modality;
}

function LoadedQuery({ query, moment, from: requestedFrom, to: requestedTo }: LoadedProps) {
  // If the file lacks the requested modality, both modalities are swapped.
  const from = query.has[requestedFrom] ? requestedFrom : otherModality(requestedFrom);
  const to = from === requestedFrom ? requestedTo : otherModality(requestedTo);
  const update = (next: { moment?: Moment; from?: Modality; to?: Modality }) =>
    replacePage({ page: 'search', moment, from, to, ...next });
  return (
    <>
      <QueryCard
        query={query}
        from={from}
        onSelect={(span) => update({ moment: { ...moment, span } })}
        onOther={() => navigate({ page: 'search', from, to })}
      >
        <SearchDirection from={from} to={to} has={query.has} onSelect={update} />
      </QueryCard>
      <SearchResults query={query} from={from} to={to} />
    </>
  );
}
