import type { Epoch, Job } from '../api/types.ts';

/** An event of a run's stream; `anew` starts an empty curve. */
export type RunEvent = { kind: 'state'; job: Job } | { kind: 'epoch'; epoch: Epoch } | { kind: 'anew' };

export const EVENT_KINDS = ['state', 'epoch', 'anew'] as const;

export function parseEvent(kind: (typeof EVENT_KINDS)[number], json: string): RunEvent {
  if (kind === 'state') return { kind, job: JSON.parse(json) as Job };
  return kind === 'epoch' ? { kind, epoch: JSON.parse(json) as Epoch } : { kind };
}

/** The run after these events; null before the first state. State events have an empty curve, which is ignored. */
export function applyEvents(run: Job | null, events: readonly RunEvent[]): Job | null {
  let latest = run;
  const curve = [...(run?.curve ?? [])];
  for (const event of events) {
    if (event.kind === 'state') latest = event.job;
    else if (event.kind === 'anew') curve.length = 0;
    else curve.splice(event.epoch.epoch, Infinity, event.epoch);
  }
  return latest && { ...latest, curve };
}

export const isFinished = ({ state }: Job) => state !== 'waiting' && state !== 'running';
