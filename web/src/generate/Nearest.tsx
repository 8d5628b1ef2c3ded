import type { Generated, Modality } from '../api/model.ts';
import type { Query } from '../query/useQuery.ts';
import { otherModality, WORD } from '../modality/words.ts';
import { isOwnInWords } from './isOwnInWords.ts';
import { RealSecond } from './RealSecond.tsx';
import { TypicalityNote } from './TypicalityNote.tsx';

const QUESTION: Record<Modality, string> = {
  audio: 'What this sound would look like',
  visual: 'What this picture would sound like',
};

const TRUTH: Record<Modality, string> = { audio: 'What it really sounds like', visual: 'What it really looks like' };

/** The real seconds that stand for what was imagined, beside the true one where the moment has one. */
export function Nearest({
  generated: { query: asked, to, nearest, typicality },
  query,
}: {
  generated: Generated;
  query: Query;
}) {
  const { clip } = query.source;
  const isKnown = clip !== undefined && query.has[otherModality(asked.modality)];
  const imagined = (
    <ol class="imagined-grid">
      {nearest.map((found, place) => (
        <li key={`${found.clip} ${found.second}`}>
          <RealSecond
            id={`nearest ${place}`}
            clip={found.clip}
            span={{ start: found.second, len: asked.span.len }}
            modality={to}
            says={isOwnInWords(found)}
            distance={found.distance}
          />
        </li>
      ))}
    </ol>
  );
  return (
    <section aria-labelledby="nearest">
      <h2 id="nearest">{QUESTION[asked.modality]}</h2>
      <p class="quiet">
        Nothing here is made up: these are real seconds of the library, those whose {WORD[to]} is nearest to what was
        imagined, the nearest first.
      </p>
      {typicality && <TypicalityNote typicality={typicality} />}
      {isKnown ? (
        <div class="imagined-beside">
          <div class="imagined-truth">
            <h3>In truth</h3>
            <RealSecond id="truth" clip={clip} span={query.span} modality={to} says={TRUTH[to]} />
          </div>
          <div>
            <h3>Nearest to what was imagined</h3>
            {imagined}
          </div>
        </div>
      ) : (
        imagined
      )}
    </section>
  );
}
