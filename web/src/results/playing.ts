import { signal } from '@preact/signals';

/** The id of the result that plays; one at a time. */
export const playing = signal<string | null>(null);
