import './generate.css';
import { useEffect } from 'preact/hooks';
import type { Modality } from '../api/model.ts';
import { Problem } from '../api/problem.ts';
import { askForFacts, facts } from '../library/facts.ts';
import { BringAlong } from '../query/BringAlong.tsx';
import { Beginning } from '../query/Beginning.tsx';
import type { Moment } from '../routing/address.ts';
import { go } from '../routing/location.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { CannotImagine } from './CannotImagine.tsx';
import { OpenQuestion } from './OpenQuestion.tsx';

interface Props {
  moment?: Moment | undefined;
  from: Modality;
}

export default function GeneratePage({ moment, from }: Props) {
  useTitle('Imagine');
  const known = facts.value;
  useEffect(() => {
    if (!known) void askForFacts();
  }, []);
  return (
    <BringAlong
      heading="Imagine"
      lead="What would this sound look like? What would this picture sound like?"
      onMoment={(brought) => go({ page: 'generate', from, moment: brought })}
    >
      {known === null && <Waiting what="Looking at the library…" />}
      {known instanceof Problem && <ProblemNote problem={known} again={() => void askForFacts()} />}
      {known &&
        !(known instanceof Problem) &&
        (known.can_generate ? <Asking moment={moment} from={from} /> : <CannotImagine model={known.model} />)}
    </BringAlong>
  );
}

function Asking({ moment, from }: Props) {
  if (moment) return <OpenQuestion moment={moment} from={from} />;
  return (
    <>
      <p class="imagine-begin">Begin with a moment: its sound becomes a picture, or its picture a sound.</p>
      <Beginning
        toClip={(clip) => ({ page: 'generate', from, moment: { clip } })}
        toMoment={(chosen) => ({ page: 'generate', from, moment: chosen })}
      />
    </>
  );
}
