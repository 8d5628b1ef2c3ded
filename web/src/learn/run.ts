import type { Epoch, Job } from '../api/model.ts';

/** What the server tells of a run, one event after the other. */
export type RunEvent = { kind: 'state'; job: Job } | { kind: 'epoch'; epoch: Epoch } | { kind: 'anew' };

export const KINDS = ['state', 'epoch', 'anew'] as const;

export function runEvent(kind: (typeof KINDS)[number], json: string): RunEvent {
  if (kind === 'state') return { kind, job: JSON.parse(json) as Job };
  return kind === 'epoch' ? { kind, epoch: JSON.parse(json) as Epoch } : { kind };
}

/** The run as it is after these; states come without their curve, which is kept. */
export function after(run: Job | null, events: readonly RunEvent[]): Job | null {
  let known = run;
  const curve = [...(run?.curve ?? [])];
  for (const event of events) {
    if (event.kind === 'state') known = event.job;
    // What was told of epochs was of another training.
    else if (event.kind === 'anew') curve.length = 0;
    else curve.splice(event.epoch.epoch, Infinity, event.epoch);
  }
  return known && { ...known, curve };
}

export const isOver = ({ state }: Job) => state !== 'waiting' && state !== 'running';
