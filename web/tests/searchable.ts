import type { Clip, Clips, Facts, SearchResult, Modality, SearchResponse, Span } from '../src/api/types.ts';
import { request } from './browser.ts';

/** A query that has results. */
export interface Searchable {
  clip: Clip;
  span: Span;
  from: Modality;
  to: Modality;
  found: readonly SearchResult[];
}

const DIRECTIONS: readonly [Modality, Modality][] = [
  ['audio', 'audio'],
  ['audio', 'visual'],
  ['visual', 'audio'],
  ['visual', 'visual'],
];

/** The first clips with both modalities. */
export async function someClips(): Promise<Clip[]> {
  const { clips } = await request<Clips>('/api/clips?limit=20');
  return clips.filter(({ has, n_secs: nSecs }) => has.audio && has.visual && nSecs >= 4);
}

/** A query with results in other clips; null if the library has no model or no such query. */
export async function someSearchable(least = 1): Promise<Searchable | null> {
  const { model } = await request<Facts>('/api/library');
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

/** Posts a request of a test to the server. */
export function post<Body>(path: string, body: object): Promise<Body> {
  const headers = { 'content-type': 'application/json' };
  return request<Body>(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

function search(body: object): Promise<SearchResponse> {
  return post('/api/search', body);
}
