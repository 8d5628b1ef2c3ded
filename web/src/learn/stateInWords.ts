import type { Job } from '../api/model.ts';

const STAGES: Record<string, { title: string; says: string }> = {
  training: {
    title: 'Learning',
    says: 'It goes through all clips again and again, and each time becomes a little better.',
  },
  indexing: {
    title: 'Noting every second',
    says: 'What it learned is applied to every second of the library, so that searching is quick.',
  },
  checking: {
    title: 'Checking itself',
    says: 'It learns again without some of the clips and asks itself about those. That is how it knows when to say that nothing fits.',
  },
};

/** How a run is, and what that means for whoever waits for it. */
export function stateInWords({ state, stage }: Pick<Job, 'state' | 'stage'>): { title: string; says: string } {
  switch (state) {
    case 'waiting':
      return {
        title: 'Waiting for its turn',
        says: 'One run learns at a time. This one begins when those before it are over.',
      };
    case 'running':
      return STAGES[stage ?? ''] ?? { title: 'Getting ready', says: 'It opens the library.' };
    case 'done':
      return { title: 'Learned', says: 'It can answer now.' };
    case 'stopped':
      return { title: 'Stopped', says: 'What it learned so far is kept. It goes on from there whenever you like.' };
    case 'overtime':
      return {
        title: 'Stopped after the longest time a run may take',
        says: 'What it learned so far is kept. Go on, and it continues from there.',
      };
    case 'failed':
      return { title: 'It did not work', says: '' };
  }
}

/** One word for lists. */
export function stateInAWord(state: Job['state']): string {
  return {
    waiting: 'waiting',
    running: 'learning',
    done: 'learned',
    stopped: 'stopped',
    failed: 'failed',
    overtime: 'took too long',
  }[state];
}

/** What a person can do about a run that failed. */
export function adviceFor(detail: string | null): string {
  if (detail?.includes('training.epochs'))
    return 'This model is computed at once. Begin it again and leave the number of epochs empty.';
  if (detail?.includes('without a word')) {
    return 'Something outside ended it; often the machine had no memory left. Close what you do not need and try again: it continues from what it kept last.';
  }
  return 'Try once more. If it fails again, choose another model; the library itself is as it was.';
}
