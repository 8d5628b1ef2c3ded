import { Problem } from '../api/problem.ts';
import type { Moment, Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';

interface Props {
  moment: Moment;
  problem: Problem;
  again: () => void;
  /** Where something else is asked with. */
  begin: Page;
}

/** The moment of an address that cannot be asked with, and the way to another one. */
export function QueryProblem({ moment, problem, again, begin }: Props) {
  const isForgotten = moment.upload !== undefined && problem.kind === 'not-found';
  return (
    <>
      {isForgotten ? <ProblemNote problem={FORGOTTEN} /> : <ProblemNote problem={problem} again={again} />}
      <Link to={begin} class="button">
        Ask with something else
      </Link>
    </>
  );
}

const FORGOTTEN = new Problem(
  'forgotten',
  'This file is no longer here',
  'What is brought along is forgotten when the program ends. Bring it again.',
);
