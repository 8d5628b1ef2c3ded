import type { Modality, WordResult } from '../api/types.ts';
import { percent } from '../format/numbers.ts';
import { Numbers } from '../shell/Numbers.tsx';
import { formatSpan } from '../timeline/span.ts';
import { MomentCard } from './MomentCard.tsx';
import { OtherMoments } from './OtherMoments.tsx';

/** Length of a moment that is found by words. */
const N_SECS = 2;

interface Props {
  result: WordResult;
  /** The modality that was searched. */
  modality: Modality;
  /** Unique on the page. */
  id: string;
}

/** A result of a search for words, with its probability and its most probable concepts. */
export function WordCard({ result, modality, id }: Props) {
  const { clip, second, span: around, score, concepts, others } = result;
  return (
    <MomentCard id={id} clip={clip} span={{ start: second, len: N_SECS }} modality={modality}>
      <p class="result-note">
        {percent(score)} · {concepts.map(({ name }) => name).join(', ')}
      </p>
      <OtherMoments moments={others} nSecs={N_SECS} />
      <details>
        <summary>Details</summary>
        <Numbers rows={concepts.map(({ name, probability }) => [name, percent(probability)] as const)} />
        {around.len > 1 && <p class="quiet">All seconds of {formatSpan(around)} are among the most probable.</p>}
      </details>
    </MomentCard>
  );
}
