import { useEffect, useState } from 'preact/hooks';
import type { Modality } from '../api/model.ts';
import { isAnswered } from '../api/saved.ts';
import { playing } from '../found/playing.ts';
import { counted } from '../library/time.ts';
import { type Query, sourceOf } from '../query/useQuery.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { Waiting } from '../shell/Waiting.tsx';
import { CannotImagine } from './CannotImagine.tsx';
import { Draws } from './Draws.tsx';
import { FIRST_SEED, generateQuestion } from './generateQuestion.ts';
import { Nearest } from './Nearest.tsx';
import { useImagined } from './useImagined.ts';

/** What comes of imagining: real seconds, since nothing is painted and nothing is played on instruments. */
export function Imagined({ query, from }: { query: Query; from: Modality }) {
  const [seed, setSeed] = useState(FIRST_SEED);
  const imagined = useImagined(query, from, seed);
  useEffect(
    () => () => {
      playing.value = null;
    },
    [],
  );
  if (imagined.state === 'wrong') {
    return imagined.problem.kind === 'cannot-generate' ? (
      <CannotImagine />
    ) : (
      <ProblemNote problem={imagined.problem} again={imagined.again} />
    );
  }
  const shown = imagined.state === 'here' ? imagined.answer : imagined.earlier;
  if (!shown) return <Waiting what="Imagining…" />;
  const isWaiting = imagined.state === 'waiting';
  const canDrawOthers = isAnswered('/api/generate', generateQuestion(sourceOf(query), from, seed + 1));
  return (
    <div class={isWaiting ? 'imagined waiting-for-others' : 'imagined'} aria-busy={isWaiting}>
      <p class="sr-only" role="status">
        {isWaiting ? 'Imagining…' : `${counted(shown.nearest.length, 'second')} nearest to what was imagined`}
      </p>
      <Nearest generated={shown} query={query} />
      {shown.drawn && (
        <Draws
          drawn={shown.drawn}
          modality={shown.to}
          nSecs={shown.query.span.len}
          onOthers={canDrawOthers ? () => setSeed(seed + 1) : undefined}
          isWaiting={isWaiting}
        />
      )}
    </div>
  );
}
