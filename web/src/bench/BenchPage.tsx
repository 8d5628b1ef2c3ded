import './bench.css';
import { useRequest } from '../api/useRequest.ts';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { BenchDocuments } from './BenchDocuments.tsx';
import { loadBench } from './loadBench.ts';

export default function BenchPage() {
  useTitle('Bench');
  const bench = useRequest('bench', loadBench);
  return (
    <>
      <h1>Bench</h1>
      <p class="lead">Tables and figures of the benchmarks.</p>
      {bench.state === 'loading' && <Loading text="Loading results…" />}
      {bench.state === 'failed' && <ProblemNote problem={bench.problem} retry={bench.retry} />}
      {bench.state === 'loaded' &&
        (bench.value.documents.length + bench.value.otherFigures.length > 0 ? (
          <BenchDocuments bench={bench.value} />
        ) : (
          <NoResults />
        ))}
    </>
  );
}

function NoResults() {
  return (
    <div class="note">
      <p class="note-title">There are no results yet</p>
      <p>
        <code>earsight bench reproduce</code> creates tables and figures.{' '}
        <code>earsight serve LIBRARY --bench DIR</code> shows those of a folder here.
      </p>
    </div>
  );
}
