import { signal } from '@preact/signals';
import { fetchJson } from '../api/fetchJson.ts';
import { asProblem, type Problem } from '../api/problem.ts';
import type { Facts } from '../api/types.ts';

/** Facts about the library; null until they have loaded. */
export const facts = signal<Facts | Problem | null>(null);

export async function loadFacts(): Promise<void> {
  try {
    facts.value = await fetchJson<Facts>('/api/library');
  } catch (thrown) {
    facts.value = asProblem(thrown);
  }
}
