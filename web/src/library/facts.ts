import { signal } from '@preact/signals';
import { ask } from '../api/ask.ts';
import type { Facts } from '../api/model.ts';
import { asProblem, type Problem } from '../api/problem.ts';

/** What the library is: asked once, and again when something was learned. */
export const facts = signal<Facts | Problem | null>(null);

export async function askForFacts(): Promise<void> {
  try {
    facts.value = await ask<Facts>('/api/library');
  } catch (thrown) {
    facts.value = asProblem(thrown);
  }
}
