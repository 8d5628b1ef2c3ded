import type { Facts, Has, Modality } from '../api/model.ts';
import { isAnswered } from '../api/saved.ts';
import { counted } from '../library/time.ts';
import type { Moment } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { searchQuestion } from '../search/searchQuestion.ts';
import { LIKE, otherModality, MODALITIES, WORD } from '../modality/words.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import { spanInWords } from '../timeline/span.ts';

interface Props {
  moment: Moment & { span: NonNullable<Moment['span']> };
  has: Has;
  facts: Facts | null;
  /** Nothing where it cannot be played. */
  onPlay: (() => void) | undefined;
}

/** The marked moment, and everything that can be asked about it. */
export function MomentPanel({ moment, has, facts, onPlay }: Props) {
  return (
    <aside class="moment-panel" aria-label="The marked moment">
      <p class="kicker">Marked moment</p>
      <p class="moment-when">
        <output>{spanInWords(moment.span)}</output>
        <span class="quiet">{counted(moment.span.len, 'second')}</span>
      </p>
      {onPlay && (
        <button type="button" class="moment-play" onClick={onPlay}>
          <svg viewBox="0 0 12 12" aria-hidden="true">
            <path d="M2.5 1.2v9.6L10.5 6z" />
          </svg>
          Play the moment
        </button>
      )}
      {facts?.model === null ? (
        <p class="quiet">
          To find what is like it, <Link to={{ page: 'learn' }}>learn this library</Link> first.
        </p>
      ) : (
        MODALITIES.filter((modality) => has[modality]).map((from) => (
          <Questions key={from} from={from} moment={moment} canImagine={facts?.can_generate ?? false} />
        ))
      )}
    </aside>
  );
}

function Questions({ from, moment, canImagine }: { from: Modality; moment: Moment; canImagine: boolean }) {
  const other = otherModality(from);
  // A saved page holds the answers about some moments, all of each.
  if (!isAnswered('/api/search', searchQuestion(moment, from, from, true))) return null;
  return (
    <div class="questions" role="group" aria-label={`Ask about this ${WORD[from]}`}>
      {[from, other].map((to) => (
        <Link key={to} to={{ page: 'search', moment, from, to }} class="button question">
          <ModalityMark of={from} />
          <span>
            Find what {LIKE[to]} this {WORD[from]}
          </span>
          <ModalityMark of={to} />
        </Link>
      ))}
      {canImagine && (
        <Link to={{ page: 'generate', moment, from }} class="imagine">
          Imagine the {WORD[other]} of this {WORD[from]}
        </Link>
      )}
    </div>
  );
}
