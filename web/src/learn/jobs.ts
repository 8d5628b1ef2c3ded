import { fetchJson, postJson } from '../api/fetchJson.ts';
import type { Job, JobRequest } from '../api/types.ts';

/** Starts a run; the request of a stopped run resumes it. */
export function startRun(request: JobRequest): Promise<Job> {
  return postJson<Job>('/api/jobs', request);
}

export function stopRun({ job }: Job): Promise<Job> {
  return fetchJson<Job>(`/api/jobs/${encodeURIComponent(job)}/stop`, { method: 'POST' });
}

/** The request that started a run. */
export function toRequest({ model, seed, epochs }: Job): JobRequest {
  return { model, seed, ...(epochs === null ? {} : { epochs }) };
}
