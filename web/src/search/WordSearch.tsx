import { useEffect, useState } from 'preact/hooks';
import { fetchJson } from '../api/fetchJson.ts';
import type { ConceptNames, Modality } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import { MODALITY_NAME } from '../modality/labels.ts';
import { ModalityChoice } from '../modality/ModalityChoice.tsx';
import { navigate, replacePage } from '../routing/location.ts';
import { WordResults } from './WordResults.tsx';

interface Props {
  words: string | undefined;
  from: Modality;
  to: Modality;
}

/** A text box for words as the query, and their results. */
export function WordSearch({ words, from, to }: Props) {
  const [text, setText] = useState('');
  useEffect(() => setText(words ?? ''), [words]);
  const names = useRequest('concepts', (signal) => fetchJson<ConceptNames>('/api/concepts', { signal }));
  if (names.state === 'failed' && names.problem.kind === 'no-concepts') {
    return (
      <p class="note">
        This library has no concepts yet. To search it for words, add them first with <code>earsight upgrade</code>.
      </p>
    );
  }
  const onSubmit = (event: Event) => {
    event.preventDefault();
    navigate({ page: 'search', words: text.trim(), from, to });
  };
  const onSelect = (selected: Modality) => replacePage({ page: 'search', ...(words && { words }), from, to: selected });
  return (
    <>
      <search>
        <form class="word-form" onSubmit={onSubmit}>
          <label for="words">Words</label>
          <input
            id="words"
            type="search"
            list="concept-names"
            placeholder="dog, violin, church…"
            required
            pattern=".*\S.*"
            title="At least one word"
            maxLength={200}
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <datalist id="concept-names">
            {names.state === 'loaded' && names.value.concepts.map((name, place) => <option key={place} value={name} />)}
          </datalist>
          <button type="submit" class="primary">
            Search
          </button>
          <ModalityChoice
            legend="Find"
            name="to"
            selected={to}
            label={(modality) => `${MODALITY_NAME[modality]}s`}
            onSelect={onSelect}
          />
        </form>
      </search>
      {words && <WordResults words={words} from={from} to={to} />}
    </>
  );
}
