import { Problem } from '../api/problem.ts';
import type { Moment, Page } from '../routing/address.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';

interface Props {
  moment: Moment;
  problem: Problem;
  retry: () => void;
  /** The page on which to choose another query. */
  start: Page;
}

/** The error of a query that could not be loaded. */
export function QueryProblem({ moment, problem, retry, start }: Props) {
  const isDeletedUpload = moment.upload !== undefined && problem.kind === 'not-found';
  return (
    <>
      {isDeletedUpload ? <ProblemNote problem={DELETED} /> : <ProblemNote problem={problem} retry={retry} />}
      <Link to={start} class="button">
        Choose another query
      </Link>
    </>
  );
}

const DELETED = new Problem(
  'deleted',
  'This upload no longer exists',
  'Uploads are deleted when Earsight exits. Upload the file again.',
);
