import { useState } from 'preact/hooks';
import { post } from '../api/ask.ts';
import type { Modality, Searched } from '../api/model.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { FoundGrid } from '../found/FoundGrid.tsx';
import { counted } from '../library/time.ts';
import { type Query, sourceOf } from '../query/useQuery.ts';
import { LIKE, WORD } from '../modality/words.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { Waiting } from '../shell/Waiting.tsx';
import { keyOf } from '../timeline/span.ts';
import { NothingFits } from './NothingFits.tsx';
import { proofInWords } from './proofInWords.ts';
import { searchQuestion } from './searchQuestion.ts';

interface Props {
  query: Query;
  from: Modality;
  to: Modality;
}

/** What was found, the nearest first, and why nothing nearer was missed. */
export function Answers({ query, from, to }: Props) {
  const isOfLibrary = query.source.clip !== undefined;
  const [isElsewhere, setElsewhere] = useState(isOfLibrary);
  const question = searchQuestion(sourceOf(query), from, to, isElsewhere);
  const about = `${keyOf({ ...query.source, span: query.span })} ${from} ${to} ${isElsewhere}`;
  const searched = useAnswer(about, (signal) => post<Searched>('/api/search', question, signal));
  const shown =
    searched.state === 'here' ? searched.answer : searched.state === 'waiting' ? searched.earlier : undefined;
  return (
    <section class="answers" aria-labelledby="answers">
      <div class="answers-top">
        <h2 id="answers">
          What {LIKE[to]} this {WORD[from]}
        </h2>
        <p class="quiet" role="status">
          {searched.state === 'here' && said(searched.answer)}
        </p>
        {isOfLibrary && (
          <label class="elsewhere">
            <input type="checkbox" checked={!isElsewhere} onChange={() => setElsewhere(!isElsewhere)} /> also in the
            clip itself
          </label>
        )}
      </div>
      {searched.state === 'waiting' && !shown && <Waiting what="Comparing…" />}
      {searched.state === 'wrong' && <ProblemNote problem={searched.problem} again={searched.again} />}
      {shown && (
        <div class={searched.state === 'waiting' ? 'dim' : undefined}>
          {shown.found.length > 0 ? (
            <FoundGrid key={about} found={shown.found} modality={to} nSecs={query.span.len} name="answer" />
          ) : (
            <NothingFits searched={shown} query={query} />
          )}
          {shown.n_compared > 0 && (
            <details class="proof">
              <summary>Was anything missed?</summary>
              <p class="quiet">{proofInWords(shown)}</p>
            </details>
          )}
        </div>
      )}
    </section>
  );
}

const said = ({ found }: Searched) =>
  found.length > 0 ? `${counted(found.length, 'moment')}, the nearest first` : 'Nothing fits';
