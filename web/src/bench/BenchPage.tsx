import './bench.css';
import { useAnswer } from '../api/useAnswer.ts';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { askForBench } from './askForBench.ts';
import { OpenBench } from './OpenBench.tsx';

export default function BenchPage() {
  useTitle('Bench');
  const bench = useAnswer('bench', askForBench);
  return (
    <>
      <h1>Bench</h1>
      <p class="lead">How well it works, measured: the tables and figures that earsight made.</p>
      {bench.state === 'waiting' && <Waiting what="Fetching what was measured…" />}
      {bench.state === 'wrong' && <ProblemNote problem={bench.problem} again={bench.again} />}
      {bench.state === 'here' &&
        (bench.answer.documents.length + bench.answer.loose.length > 0 ? (
          <OpenBench bench={bench.answer} />
        ) : (
          <NoBench />
        ))}
    </>
  );
}

function NoBench() {
  return (
    <div class="note">
      <p class="note-title">Nothing was measured yet</p>
      <p>
        <code>earsight bench reproduce</code> makes tables and figures; <code>earsight serve LIBRARY --bench DIR</code>{' '}
        shows those of a folder here.
      </p>
    </div>
  );
}
