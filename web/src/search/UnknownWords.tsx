import { fetchJson } from '../api/fetchJson.ts';
import type { Problem } from '../api/problem.ts';
import type { WordQuery } from '../api/types.ts';
import { useRequest } from '../api/useRequest.ts';
import type { Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';

interface Props {
  words: string;
  problem: Problem;
  /** The search for other words. */
  toWords: (words: string) => Page;
}

/** That no word of a text is known, and similar names to search for. */
export function UnknownWords({ words, problem, toWords }: Props) {
  const address = `/api/words?${new URLSearchParams({ text: words })}`;
  const reading = useRequest(address, (signal) => fetchJson<WordQuery>(address, { signal }));
  const terms = reading.state === 'loaded' ? reading.value.terms : [];
  const names = [...new Set(terms.flatMap(({ suggestions }) => suggestions))];
  return (
    <div class="note problem" role="alert">
      <p class="unknown-words">{problem.detail}.</p>
      {names.length > 0 && (
        <ul class="other-searches" aria-label="Similar names">
          {names.map((name) => (
            <li key={name}>
              <Link to={toWords(name)} class="button">
                {name}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
