import { useState } from 'preact/hooks';
import type { Job } from '../api/model.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { BeginningProblem } from './BeginningProblem.tsx';
import { questionOf, stop } from './begin.ts';
import { ElapsedTime } from './ElapsedTime.tsx';
import { isOver } from './run.ts';
import { RunProgress } from './RunProgress.tsx';
import { adviceFor, stateInWords } from './stateInWords.ts';
import { useBeginning } from './useBeginning.ts';
import { WhatNow } from './WhatNow.tsx';

/** How a run is, in words, and its buttons. */
export function RunPanel({ run }: { run: Job }) {
  const [isStopping, setStopping] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const { start, isAsking, problem: beginningProblem } = useBeginning();
  const over = isOver(run);
  const { title, says } = isStopping && !over ? STOPPING : stateInWords(run);
  const end = async () => {
    setStopping(true);
    setProblem(null);
    try {
      await stop(run);
    } catch (thrown) {
      setStopping(false);
      setProblem(asProblem(thrown));
    }
  };
  return (
    <section class={`run-panel ${run.state}`} aria-label="How it goes">
      <div class="run-head">
        <p class="run-title" role="status">
          <span class={`run-dot ${run.state}`} aria-hidden="true" /> {title}
        </p>
        <ElapsedTime run={run} />
      </div>
      <RunProgress run={run} />
      <p class="quiet">{run.state === 'failed' ? adviceFor(run.detail) : says}</p>
      {run.state === 'failed' && run.detail && <p class="run-detail">{run.detail}</p>}
      {problem && <ProblemNote problem={problem} />}
      <BeginningProblem problem={beginningProblem} />
      <div class="run-buttons">
        {!over && (
          <button type="button" disabled={isStopping} onClick={() => void end()}>
            Stop
          </button>
        )}
        {AGAIN[run.state] && (
          <button type="button" class="primary" disabled={isAsking} onClick={() => void start(questionOf(run))}>
            {AGAIN[run.state]}
          </button>
        )}
        {run.state === 'failed' && (
          <Link to={{ page: 'learn' }} class="button">
            Choose anew
          </Link>
        )}
        {run.state === 'done' && <WhatNow model={run.model} />}
      </div>
    </section>
  );
}

const STOPPING = { title: 'Stopping', says: 'It ends where it can go on later.' };

/** The same question once more: the server goes on with what was kept. */
const AGAIN: Partial<Record<Job['state'], string>> = { stopped: 'Go on', overtime: 'Go on', failed: 'Try again' };
