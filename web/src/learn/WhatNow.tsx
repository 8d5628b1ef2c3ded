import { Problem } from '../api/problem.ts';
import { facts } from '../library/facts.ts';
import { Link } from '../routing/Link.tsx';

/** Where to go with what was learned. */
export function WhatNow({ model }: { model: string }) {
  const known = facts.value;
  const answering = known && !(known instanceof Problem) ? known.model : undefined;
  return (
    <>
      <Link to={{ page: 'library' }} class="button primary">
        Open the library
      </Link>
      <Link to={{ page: 'search', from: 'audio', to: 'visual' }} class="button">
        Search
      </Link>
      {answering !== undefined && answering !== model && (
        <p class="quiet">
          {answering ? `Questions are still answered by ${answering}. ` : 'Several models are learned. '}
          To ask this one, start the program with <code>--model {model}</code>.
        </p>
      )}
    </>
  );
}
