import './search.css';
import { useEffect } from 'preact/hooks';
import type { Modality } from '../api/model.ts';
import { Problem } from '../api/problem.ts';
import { saved } from '../api/saved.ts';
import { askForFacts, facts } from '../library/facts.ts';
import { BringAlong } from '../query/BringAlong.tsx';
import { Beginning } from '../query/Beginning.tsx';
import { QueryCard } from '../query/QueryCard.tsx';
import { QueryProblem } from '../query/QueryProblem.tsx';
import { type Query, useQuery } from '../query/useQuery.ts';
import type { Moment } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { go, refine } from '../routing/location.ts';
import { otherModality } from '../modality/words.ts';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { Answers } from './Answers.tsx';
import { Directions } from './Directions.tsx';

const BRING = 'Bring a moment, and find what sounds or looks like it.';

interface Props {
  moment?: Moment | undefined;
  from: Modality;
  to: Modality;
}

export default function SearchPage({ moment, from, to }: Props) {
  useTitle('Search');
  const query = useQuery(moment);
  const known = facts.value instanceof Problem ? null : facts.value;
  useEffect(() => {
    if (!facts.value) void askForFacts();
  }, []);
  const begin = { page: 'search', from, to } as const;
  return (
    <BringAlong
      heading="Search"
      lead={query ? undefined : saved ? 'Find what sounds or looks like a moment.' : BRING}
      onMoment={(brought) => go({ ...begin, moment: brought })}
    >
      {known?.model === null && (
        <p class="note">
          Nothing was learned from these clips yet. To search them,{' '}
          <Link to={{ page: 'learn' }}>learn this library</Link> first.
        </p>
      )}
      {!query && (
        <Beginning
          toClip={(clip) => ({ page: 'clip', clip })}
          toMoment={(chosen) => ({ page: 'search', from, to, moment: chosen })}
        />
      )}
      {query?.state === 'waiting' && <Waiting what="Opening the moment…" />}
      {query?.state === 'wrong' && (
        <QueryProblem moment={moment ?? {}} problem={query.problem} again={query.again} begin={begin} />
      )}
      {query?.state === 'here' && <QueryInfo query={query.answer} moment={moment ?? {}} from={from} to={to} />}
    </BringAlong>
  );
}

function QueryInfo({ query, moment, from, to }: { query: Query; moment: Moment; from: Modality; to: Modality }) {
  // A photograph is not heard: then it is asked with what there is, for as like a thing as was wanted.
  const modality = query.has[from] ? from : otherModality(from);
  const wanted = modality === from ? to : otherModality(to);
  const ask = (next: { moment?: Moment; from?: Modality; to?: Modality }) =>
    refine({ page: 'search', moment, from: modality, to: wanted, ...next });
  return (
    <>
      <QueryCard
        query={query}
        from={modality}
        onMark={(span) => ask({ moment: { ...moment, span } })}
        onOther={() => go({ page: 'search', from: modality, to: wanted })}
      >
        <Directions from={modality} to={wanted} has={query.has} onChoose={ask} />
      </QueryCard>
      <Answers query={query} from={modality} to={wanted} />
    </>
  );
}
