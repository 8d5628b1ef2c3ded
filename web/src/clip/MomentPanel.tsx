import { isAvailable } from '../api/saved.ts';
import type { Facts, HasModality, Modality } from '../api/types.ts';
import { counted } from '../format/numbers.ts';
import { MODALITIES, MODALITY_NAME, otherModality, resultsName } from '../modality/labels.ts';
import { ModalityMark } from '../modality/ModalityMark.tsx';
import type { Moment } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { Concepts } from './Concepts.tsx';
import { searchRequest } from '../search/searchRequest.ts';
import { formatSpan } from '../timeline/span.ts';

interface Props {
  moment: Moment & { span: NonNullable<Moment['span']> };
  has: HasModality;
  facts: Facts | null;
  /** Undefined if the moment cannot be played. */
  onPlay: (() => void) | undefined;
}

/** The selected moment, and links to the tasks that use it as the query. */
export function MomentPanel({ moment, has, facts, onPlay }: Props) {
  return (
    <aside class="moment-panel" aria-label="Selected moment">
      <p class="kicker">Selected moment</p>
      <p class="moment-when">
        <output>{formatSpan(moment.span)}</output>
        <span class="quiet">{counted(moment.span.len, 'second')}</span>
      </p>
      <Concepts moment={moment} has={has} />
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
          To find similar moments, <Link to={{ page: 'learn' }}>learn this library</Link> first.
        </p>
      ) : (
        MODALITIES.filter((modality) => has[modality]).map((from) => (
          <TaskLinks key={from} from={from} moment={moment} canGenerate={facts?.can_generate ?? false} />
        ))
      )}
    </aside>
  );
}

function TaskLinks({ from, moment, canGenerate }: { from: Modality; moment: Moment; canGenerate: boolean }) {
  const other = otherModality(from);
  // A saved page has either all results of a moment or none.
  if (!isAvailable('/api/search', searchRequest(moment, from, from, true))) return null;
  return (
    <div class="task-links" role="group" aria-label={`Use this ${MODALITY_NAME[from]}`}>
      {[from, other].map((to) => (
        <Link key={to} to={{ page: 'search', moment, from, to }} class="button">
          <ModalityMark of={from} />
          <span>Find {resultsName(from, to)}</span>
          <ModalityMark of={to} />
        </Link>
      ))}
      {canGenerate && (
        <Link to={{ page: 'generate', moment, from }} class="generate-link">
          Generate a {MODALITY_NAME[other]} from this {MODALITY_NAME[from]}
        </Link>
      )}
    </div>
  );
}
