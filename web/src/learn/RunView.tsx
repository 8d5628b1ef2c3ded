import { useEffect } from 'preact/hooks';
import type { Job } from '../api/types.ts';
import { loadFacts } from '../library/facts.ts';
import { Link } from '../routing/Link.tsx';
import { Loading } from '../shell/Loading.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { describeModel } from './describeModel.ts';
import { isFinished } from './runEvents.ts';
import { RunList } from './RunList.tsx';
import { RunPanel } from './RunPanel.tsx';
import { TrainingCurves } from './TrainingCurves.tsx';
import { useRun } from './useRun.ts';

/** One run: its status, buttons and training curves. */
export function RunView({ job }: { job: string }) {
  const { run, isDisconnected, problem } = useRun(job);
  useTitle(run ? `Learning ${run.model}` : 'Learn');
  useEffect(() => {
    // The server may use another model now.
    if (run?.state === 'done') void loadFacts();
  }, [run?.state]);
  return (
    <>
      <p class="crumbs">
        <Link to={{ page: 'learn' }}>Learn</Link> / run {job}
      </p>
      <h1>{run ? run.model : `Run ${job}`}</h1>
      {run && <p class="lead">{describeModel(run.model).text}</p>}
      {problem && <RunNotFound />}
      {isDisconnected && <Disconnected />}
      {!run && !problem && !isDisconnected && <Loading text="Loading run…" />}
      {run && !problem && (
        <>
          <RunPanel run={run} />
          {run.curve.length === 0 ? <NoCurves run={run} /> : <TrainingCurves curve={run.curve} />}
        </>
      )}
      <RunList openJob={job} refreshKey={run?.state ?? ''} />
    </>
  );
}

function NoCurves({ run }: { run: Job }) {
  if (isFinished(run) && run.state !== 'done') return null;
  if (describeModel(run.model).isClosedForm)
    return <p class="empty">This model is computed in closed form, so there are no training curves.</p>;
  return <p class="empty">Training curves appear after the first epoch.</p>;
}

/** The server keeps its list of runs only while it runs. */
function RunNotFound() {
  return (
    <div class="note">
      <p class="note-title">This run no longer exists</p>
      <p>Earsight was restarted. Start the same run again to resume from its last snapshot.</p>
      <Link to={{ page: 'learn' }} class="button">
        Start a run
      </Link>
    </div>
  );
}

function Disconnected() {
  return (
    <div class="note" role="status">
      <p class="note-title">Connection lost</p>
      <p>
        Trying to reconnect. If this takes long, check that <code>earsight serve</code> is still running.
      </p>
    </div>
  );
}
