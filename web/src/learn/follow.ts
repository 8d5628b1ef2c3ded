import { ask } from '../api/ask.ts';
import type { Job } from '../api/model.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import { after, isOver, KINDS, type RunEvent, runEvent } from './run.ts';

/** Epochs can come in dozens a second: they are drawn together. */
const DRAW_EVERY_MS = 100;
/** A server that is gone is asked again after that long. */
const ASK_AGAIN_MS = 2000;

export interface Heard {
  run: Job | null;
  isLost: boolean;
  problem: Problem | null;
}

/** Listens to a run until it is over or nobody listens any more. */
export function follow(job: string, onHeard: (heard: Heard) => void): () => void {
  const place = `/api/jobs/${encodeURIComponent(job)}`;
  let heard: Heard = { run: null, isLost: false, problem: null };
  let stream: EventSource | null = null;
  /** From its first event: what is known of the run is told once more. */
  let isFirst = true;
  let unread: RunEvent[] = [];
  let pause: ReturnType<typeof setTimeout> | undefined;
  let waiting: ReturnType<typeof setTimeout> | undefined;

  const tell = (news: Partial<Heard>) => {
    heard = { ...heard, ...news };
    onHeard(heard);
  };
  const read = () => {
    pause = undefined;
    const run = after(isFirst ? null : heard.run, unread);
    isFirst = false;
    unread = [];
    tell({ run, isLost: false });
  };
  const lost = async () => {
    tell({ isLost: true });
    // The browser resumes by itself, from the last event it saw, unless it was turned away.
    if (stream?.readyState !== EventSource.CLOSED) return;
    try {
      await ask<Job>(place);
    } catch (thrown) {
      const problem = asProblem(thrown);
      if (problem.kind === 'not-found') return tell({ problem, isLost: false });
    }
    if (stream) waiting = setTimeout(listen, ASK_AGAIN_MS);
  };
  const listen = () => {
    isFirst = true;
    stream = new EventSource(`${place}/events`);
    for (const kind of KINDS) {
      stream.addEventListener(kind, ({ data }: MessageEvent<string>) => {
        const event = runEvent(kind, data);
        unread.push(event);
        // Its end is no loss to make up for.
        if (event.kind === 'state' && isOver(event.job)) stream?.close();
        pause ??= setTimeout(read, DRAW_EVERY_MS);
      });
    }
    stream.addEventListener('open', () => heard.isLost && tell({ isLost: false }));
    stream.addEventListener('error', () => void lost());
  };

  listen();
  return () => {
    stream?.close();
    stream = null;
    clearTimeout(pause);
    clearTimeout(waiting);
  };
}
