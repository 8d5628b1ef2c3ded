import { useState } from 'preact/hooks';
import { isAvailable } from '../api/saved.ts';
import type { Modality } from '../api/types.ts';
import { latestValue } from '../api/useRequest.ts';
import { counted } from '../format/numbers.ts';
import { MODALITY_NAME } from '../modality/labels.ts';
import { type Query, toSource } from '../query/useQuery.ts';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { FIRST_SEED, generateRequest } from './generateRequest.ts';
import { GenerationUnavailable } from './GenerationUnavailable.tsx';
import { NearestSeconds } from './NearestSeconds.tsx';
import { Samples } from './Samples.tsx';
import { useGeneration } from './useGeneration.ts';

/** What a model generates from a query. It generates features, so the nearest real seconds are shown. */
export function Generation({ query, from }: { query: Query; from: Modality }) {
  const [seed, setSeed] = useState(FIRST_SEED);
  const request = useGeneration(query, from, seed);
  if (request.state === 'failed') {
    return request.problem.kind === 'cannot-generate' ? (
      <GenerationUnavailable />
    ) : (
      <ProblemNote problem={request.problem} retry={request.retry} />
    );
  }
  const generated = latestValue(request);
  if (!generated) return <Loading text="Generating…" />;
  const isLoading = request.state === 'loading';
  const { nearest, drawn, to } = generated;
  const hasNextSeed = isAvailable('/api/generate', generateRequest(toSource(query), from, seed + 1));
  return (
    <div class={isLoading ? 'generation loading-next' : 'generation'} aria-busy={isLoading}>
      <p class="sr-only" role="status">
        {isLoading
          ? 'Generating…'
          : `${counted(nearest.length, 'second')} nearest to the generated ${MODALITY_NAME[to]}`}
      </p>
      <NearestSeconds generated={generated} query={query} />
      {drawn && (
        <Samples
          samples={drawn}
          modality={to}
          nSecs={generated.query.span.len}
          onNewSeed={hasNextSeed ? () => setSeed(seed + 1) : undefined}
          isLoading={isLoading}
        />
      )}
    </div>
  );
}
