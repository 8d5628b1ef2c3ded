import { fetchJson } from '../api/fetchJson.ts';
import type { Job } from '../api/types.ts';
import { latestValue, useRequest } from '../api/useRequest.ts';
import { thousands } from '../format/numbers.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { STATE_LABEL } from './describeState.ts';

/** The runs since the server started, newest first; loaded again when `refreshKey` changes. */
export function RunList({ openJob, refreshKey = '' }: { openJob?: string; refreshKey?: string }) {
  const request = useRequest(`runs ${refreshKey}`, (signal) => fetchJson<Job[]>('/api/jobs', { signal }));
  if (request.state === 'failed') return <ProblemNote problem={request.problem} retry={request.retry} />;
  const runs = latestValue(request) ?? [];
  if (runs.length === 0) return null;
  return (
    <section class="runs" aria-labelledby="runs">
      <h2 id="runs">Runs</h2>
      <ul>
        {runs.map((run) => (
          <li key={run.job}>
            <Link
              to={{ page: 'learn', job: run.job }}
              class="run-link"
              aria-current={run.job === openJob ? 'page' : undefined}
            >
              <span class={`run-dot ${run.state}`} aria-hidden="true" />
              <span class="run-link-name">
                <b>{run.model}</b> <span class="quiet">{describeRequest(run)}</span>
              </span>
              <span class="run-link-state">{STATE_LABEL[run.state]}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

function describeRequest({ job, epochs, seed }: Job): string {
  return [`run ${job}`, epochs === null ? '' : `${thousands(epochs)} epochs`, seed === 0 ? '' : `seed ${seed}`]
    .filter(Boolean)
    .join(' · ');
}
