import type { Job } from '../api/types.ts';

interface Description {
  title: string;
  text: string;
}

const STAGES: Record<string, Description> = {
  training: { title: 'Training', text: 'The model is trained on all clips of the library.' },
  indexing: { title: 'Indexing', text: 'Every second of the library is embedded and indexed for fast search.' },
  checking: {
    title: 'Self-check',
    text: 'The model is cross-validated on held-out clips. This calibrates its confidence and the threshold for “no match”.',
  },
};

const SAVED = 'The training so far is saved. You can resume it at any time.';

export function describeState({ state, stage }: Pick<Job, 'state' | 'stage'>): Description {
  switch (state) {
    case 'waiting':
      return {
        title: 'Queued',
        text: 'Runs are trained one at a time. This run starts when the ones before it finish.',
      };
    case 'running':
      return STAGES[stage ?? ''] ?? { title: 'Starting', text: 'The library is being opened.' };
    case 'done':
      return { title: 'Done', text: 'The model is ready to use.' };
    case 'stopped':
      return { title: 'Stopped', text: SAVED };
    case 'overtime':
      return { title: 'Stopped at the time limit', text: SAVED };
    case 'failed':
      return { title: 'Failed', text: '' };
  }
}

/** States in the list of runs. */
export const STATE_LABEL: Record<Job['state'], string> = {
  waiting: 'queued',
  running: 'running',
  done: 'done',
  stopped: 'stopped',
  failed: 'failed',
  overtime: 'time limit',
};

/** What to do about a failed run, by the server's error message. */
export function failureAdvice(detail: string | null): string {
  if (detail?.includes('training.epochs'))
    return 'This model is computed in closed form. Start it again without a number of epochs.';
  if (detail?.includes('without a message')) {
    return 'The process was ended from outside, often because the machine ran out of memory. Close other programs and try again; the run resumes from its last snapshot.';
  }
  return 'Try again. If it fails again, choose another model. The library is unchanged.';
}
