import { fetchJson } from '../api/fetchJson.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Job } from '../api/types.ts';
import { applyEvents, EVENT_KINDS, isFinished, parseEvent, type RunEvent } from './runEvents.ts';

/** There may be dozens of epochs per second; they are rendered together. */
const RENDER_INTERVAL_MS = 100;
const RECONNECT_DELAY_MS = 2000;

export interface FollowedRun {
  run: Job | null;
  isDisconnected: boolean;
  problem: Problem | null;
}

/** Receives the events of a run until it has finished; returns a function that ends this. */
export function followJob(job: string, onChange: (followed: FollowedRun) => void): () => void {
  const address = `/api/jobs/${encodeURIComponent(job)}`;
  let followed: FollowedRun = { run: null, isDisconnected: false, problem: null };
  let stream: EventSource | null = null;
  /** A new stream starts with the whole run. */
  let isNewStream = true;
  let pending: RunEvent[] = [];
  let renderTimer: ReturnType<typeof setTimeout> | undefined;
  let reconnectTimer: ReturnType<typeof setTimeout> | undefined;

  const update = (change: Partial<FollowedRun>) => {
    followed = { ...followed, ...change };
    onChange(followed);
  };
  const applyPending = () => {
    renderTimer = undefined;
    const run = applyEvents(isNewStream ? null : followed.run, pending);
    isNewStream = false;
    pending = [];
    update({ run, isDisconnected: false });
  };
  const onError = async () => {
    update({ isDisconnected: true });
    // The browser reconnects by itself, unless the server rejected the request.
    if (stream?.readyState !== EventSource.CLOSED) return;
    try {
      await fetchJson<Job>(address);
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.kind === 'not-found') return update({ problem, isDisconnected: false });
    }
    if (stream) reconnectTimer = setTimeout(connect, RECONNECT_DELAY_MS);
  };
  const connect = () => {
    isNewStream = true;
    stream = new EventSource(`${address}/events`);
    for (const kind of EVENT_KINDS) {
      stream.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        const event = parseEvent(kind, data);
        pending.push(event);
        // The server ends the stream of a finished run; this must not reconnect.
        if (event.kind === 'state' && isFinished(event.job)) stream?.close();
        renderTimer ??= setTimeout(applyPending, RENDER_INTERVAL_MS);
      });
    }
    stream.addEventListener('open', () => followed.isDisconnected && update({ isDisconnected: false }));
    stream.addEventListener('error', () => void onError());
  };

  connect();
  return () => {
    stream?.close();
    stream = null;
    clearTimeout(renderTimer);
    clearTimeout(reconnectTimer);
  };
}
