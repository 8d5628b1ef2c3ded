import { ask, post } from '../api/ask.ts';
import type { Job, JobQuestion } from '../api/model.ts';

/** Begins a run. The question of one that was stopped goes on with it. */
export function begin(question: JobQuestion): Promise<Job> {
  return post<Job>('/api/jobs', question);
}

export function stop({ job }: Job): Promise<Job> {
  return ask<Job>(`/api/jobs/${encodeURIComponent(job)}/stop`, { method: 'POST' });
}

/** What was asked for, to ask for it once more. */
export function questionOf({ model, seed, epochs }: Job): JobQuestion {
  return { model, seed, ...(epochs === null ? {} : { epochs }) };
}
