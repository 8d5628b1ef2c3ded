import { useState } from 'preact/hooks';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Job } from '../api/types.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { describeState, failureAdvice } from './describeState.ts';
import { ElapsedTime } from './ElapsedTime.tsx';
import { stopRun, toRequest } from './jobs.ts';
import { NextSteps } from './NextSteps.tsx';
import { isFinished } from './runEvents.ts';
import { RunProgress } from './RunProgress.tsx';
import { StartProblem } from './StartProblem.tsx';
import { useStartRun } from './useStartRun.ts';

/** The status of a run, and buttons to stop or resume it. */
export function RunPanel({ run }: { run: Job }) {
  const [isStopping, setStopping] = useState(false);
  const [stopProblem, setStopProblem] = useState<Problem | null>(null);
  const { start, isStarting, problem: startProblem } = useStartRun();
  const finished = isFinished(run);
  const { title, text } = isStopping && !finished ? STOPPING : describeState(run);
  const stop = async () => {
    setStopping(true);
    setStopProblem(null);
    try {
      await stopRun(run);
    } catch (thrown) {
      setStopping(false);
      setStopProblem(asProblem(thrown));
    }
  };
  return (
    <section class="run-panel" aria-label="Status">
      <div class="run-head">
        <p class="run-title" role="status">
          <span class={`run-dot ${run.state}`} aria-hidden="true" /> {title}
        </p>
        <ElapsedTime run={run} />
      </div>
      <RunProgress run={run} />
      <p class="quiet">{run.state === 'failed' ? failureAdvice(run.detail) : text}</p>
      {run.state === 'failed' && run.detail && <p class="run-detail">{run.detail}</p>}
      {stopProblem && <ProblemNote problem={stopProblem} />}
      <StartProblem problem={startProblem} />
      <div class="run-buttons">
        {!finished && (
          <button type="button" disabled={isStopping} onClick={() => void stop()}>
            Stop
          </button>
        )}
        {RESTART[run.state] && (
          <button type="button" class="primary" disabled={isStarting} onClick={() => void start(toRequest(run))}>
            {RESTART[run.state]}
          </button>
        )}
        {run.state === 'failed' && (
          <Link to={{ page: 'learn' }} class="button">
            Choose another model
          </Link>
        )}
        {run.state === 'done' && <NextSteps model={run.model} />}
      </div>
    </section>
  );
}

const STOPPING = { title: 'Stopping', text: 'A snapshot is saved, so that the run can be resumed.' };

/** Labels of the button that sends the same request again; the server resumes from the last snapshot. */
const RESTART: Partial<Record<Job['state'], string>> = { stopped: 'Resume', overtime: 'Resume', failed: 'Try again' };
