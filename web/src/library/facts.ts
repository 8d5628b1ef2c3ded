import { computed, signal } from '@preact/signals';
import { fetchJson } from '../api/fetchJson.ts';
import { asProblem, Problem } from '../api/problem.ts';
import type { Facts } from '../api/types.ts';

/** The response to the request for facts about the library; null until it has arrived. */
export const factsResponse = signal<Facts | Problem | null>(null);

/** Facts about the library; null until they have loaded. */
export const facts = computed(() => (factsResponse.value instanceof Problem ? null : factsResponse.value));

export async function loadFacts(): Promise<void> {
  try {
    factsResponse.value = await fetchJson<Facts>('/api/library');
  } catch (thrown) {
    factsResponse.value = asProblem(thrown);
  }
}
