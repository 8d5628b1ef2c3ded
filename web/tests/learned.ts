import type { Clip, Clips, Facts, Found, Modality, Searched, Span } from '../src/api/model.ts';
import { answer } from './browser.ts';

/** A question of the library that has an answer. */
export interface Answered {
  clip: Clip;
  span: Span;
  from: Modality;
  to: Modality;
  found: readonly Found[];
}

const DIRECTIONS: readonly [Modality, Modality][] = [
  ['audio', 'audio'],
  ['audio', 'visual'],
  ['visual', 'audio'],
  ['visual', 'visual'],
];

/** The first clips with both modalities. */
export async function someClips(): Promise<Clip[]> {
  const { clips } = await answer<Clips>('/api/clips?limit=20');
  return clips.filter(({ has, n_secs: nSecs }) => has.audio && has.visual && nSecs >= 4);
}

/** A moment of which something is found elsewhere; none in a library of which nothing was learned, or in which nothing is alike. */
export async function someAnswered(least = 1): Promise<Answered | null> {
  const { model } = await answer<Facts>('/api/library');
  if (model === null) return null;
  const span = { start: 1, len: 2 };
  for (const clip of await someClips()) {
    for (const [from, to] of DIRECTIONS) {
      const { found } = await search({ query: { clip: clip.clip, span }, from, to, elsewhere: true });
      if (found.length >= least) return { clip, span, from, to, found };
    }
  }
  return null;
}

function search(question: object): Promise<Searched> {
  const headers = { 'content-type': 'application/json' };
  return answer<Searched>('/api/search', { method: 'POST', headers, body: JSON.stringify(question) });
}
