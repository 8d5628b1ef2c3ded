import { useEffect } from 'preact/hooks';
import { askForFacts } from '../library/facts.ts';
import { Link } from '../routing/Link.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { Curves } from './Curves.tsx';
import { modelInWords } from './modelInWords.ts';
import { RunPanel } from './RunPanel.tsx';
import { Runs } from './Runs.tsx';
import { useRun } from './useRun.ts';

/** One run: how it is, what can be done about it, and how learning goes. */
export function OpenRun({ job }: { job: string }) {
  const { run, isLost, problem } = useRun(job);
  useTitle(run ? `Learning ${run.model}` : 'Learn');
  useEffect(() => {
    // Another model may answer now.
    if (run?.state === 'done') void askForFacts();
  }, [run?.state]);
  return (
    <>
      <p class="crumbs">
        <Link to={{ page: 'learn' }}>Learn</Link> / run {job}
      </p>
      <h1>{run ? run.model : `Run ${job}`}</h1>
      {run && <p class="lead">{modelInWords(run.model).says}</p>}
      {problem && <Forgotten />}
      {isLost && <Lost />}
      {!run && !problem && !isLost && <Waiting what="Looking how it goes…" />}
      {run && !problem && (
        <>
          <RunPanel run={run} />
          <Curves run={run} />
        </>
      )}
      <Runs open={job} news={run?.state ?? ''} />
    </>
  );
}

/** Runs are remembered as long as the program runs. */
function Forgotten() {
  return (
    <div class="note">
      <p class="note-title">This run is not known any more</p>
      <p>The program was started anew since. Begin the same again, and it goes on from what the run kept last.</p>
      <Link to={{ page: 'learn' }} class="button">
        Choose what to learn
      </Link>
    </div>
  );
}

function Lost() {
  return (
    <div class="note" role="status">
      <p class="note-title">The connection to the program is lost</p>
      <p>
        This page keeps asking and goes on by itself. If that takes long: is <code>earsight serve</code> still running?
      </p>
    </div>
  );
}
