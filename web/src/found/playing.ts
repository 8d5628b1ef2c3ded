import { signal } from '@preact/signals';

/** What is played among things that were found: one at a time. */
export const playing = signal<string | null>(null);
