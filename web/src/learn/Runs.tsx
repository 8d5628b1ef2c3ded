import { ask } from '../api/ask.ts';
import type { Job } from '../api/model.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { thousands } from '../library/time.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { stateInAWord } from './stateInWords.ts';

/** The runs since the program began, newest first. QueryInfo again when `news` changes. */
export function Runs({ open, news = '' }: { open?: string; news?: string }) {
  const runs = useAnswer(`runs ${news}`, (signal) => ask<Job[]>('/api/jobs', { signal }));
  if (runs.state === 'wrong') return <ProblemNote problem={runs.problem} again={runs.again} />;
  const here = runs.state === 'here' ? runs.answer : (runs.earlier ?? []);
  if (here.length === 0) return null;
  return (
    <section class="runs" aria-labelledby="runs">
      <h2 id="runs">Runs so far</h2>
      <ul>
        {here.map((run) => (
          <li key={run.job}>
            <Link
              to={{ page: 'learn', job: run.job }}
              class="run-line"
              aria-current={run.job === open ? 'page' : undefined}
            >
              <span class={`run-dot ${run.state}`} aria-hidden="true" />
              <span class="run-line-what">
                <b>{run.model}</b> <span class="quiet">{askedFor(run)}</span>
              </span>
              <span class="run-line-state">{stateInAWord(run.state)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function askedFor({ job, epochs, seed }: Job): string {
  return [`run ${job}`, epochs === null ? '' : `${thousands(epochs)} epochs`, seed === 0 ? '' : `seed ${seed}`]
    .filter(Boolean)
    .join(' · ');
}
