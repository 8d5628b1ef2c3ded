import './generate.css';
import { useEffect } from 'preact/hooks';
import { Problem } from '../api/problem.ts';
import type { Modality } from '../api/types.ts';
import { factsResponse, loadFacts } from '../library/facts.ts';
import { QueryStart } from '../query/QueryStart.tsx';
import { UploadPage } from '../query/UploadPage.tsx';
import type { Moment } from '../routing/address.ts';
import { navigate } from '../routing/location.ts';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { GenerateQuery } from './GenerateQuery.tsx';
import { GenerationUnavailable } from './GenerationUnavailable.tsx';

interface Props {
  moment?: Moment | undefined;
  from: Modality;
}

export default function GeneratePage({ moment, from }: Props) {
  useTitle('Generate');
  const known = factsResponse.value;
  useEffect(() => {
    if (!known) void loadFacts();
  }, []);
  return (
    <UploadPage
      heading="Generate"
      lead="What would this sound look like? What would this picture sound like?"
      onUploaded={(uploaded) => navigate({ page: 'generate', from, moment: uploaded })}
    >
      {known === null && <Loading text="Loading library…" />}
      {known instanceof Problem && <ProblemNote problem={known} retry={() => void loadFacts()} />}
      {known &&
        !(known instanceof Problem) &&
        (known.can_generate ? <Content moment={moment} from={from} /> : <GenerationUnavailable model={known.model} />)}
    </UploadPage>
  );
}

function Content({ moment, from }: Props) {
  if (moment) return <GenerateQuery moment={moment} from={from} />;
  return (
    <>
      <p class="generate-intro">Choose a query to generate a picture from its sound, or a sound from its picture.</p>
      <QueryStart
        toClip={(clip) => ({ page: 'generate', from, moment: { clip } })}
        toMoment={(chosen) => ({ page: 'generate', from, moment: chosen })}
      />
    </>
  );
}
