/**
 * A saved page is one file without a server: what the server would answer lies in the document, and nothing else is
 * asked. `earsight report` writes it.
 */
import type { Clips, Source, Span } from './model.ts';
import { Problem } from './problem.ts';

interface Saved {
  /** The folder of the library that it was made of. */
  library: string;
  /** The beginning of the day on which it was made. */
  day_unix_secs: number;
  /** Moments that searches and generations are saved of. */
  questions: readonly SavedMoment[];
  /** Moments that are looked for in their own clips; these open with them. */
  moments: readonly SavedMoment[];
  /** Seconds of clips that can be played. */
  films: readonly SavedMoment[];
  answers: readonly SavedAnswer[];
}

export interface SavedMoment {
  clip: string;
  span: Span;
}

interface SavedAnswer {
  address: string;
  question?: unknown;
  /** 200 where it is not told. */
  status?: number;
  type: string;
  /** JSON, or base64 of anything else. */
  body: unknown;
}

export const saved: Saved | null = read();
const answers = new Map(saved?.answers.map((answer) => [keyOf(answer.address, answer.question), answer]));
/** Media by their addresses without what was asked of their size. */
const media = new Map(saved?.answers.map((answer) => [answer.address.replace(/\?.*$/, ''), answer]));
const spans = (moments: readonly SavedMoment[] = []) => new Map(moments.map(({ clip, span }) => [clip, span]));
const moments = spans(saved?.moments);
const films = spans(saved?.films);

/** Whether the page can be answered that: a server answers anything. */
export function isAnswered(address: string, question: object): boolean {
  return saved === null || answers.has(keyOf(address, question));
}

/** The moment that is saved of a clip. */
export const savedMoment = (clip: string) => moments.get(clip);

/** The seconds of a clip that can be played; null without a saved page, where that is all of it. */
export const savedFilm = ({ clip }: Source) => films.get(clip ?? '');

/** What a server would have answered. */
export function savedResponse(path: string, init: RequestInit = {}): Response {
  const [address = '', facts] = path.split('?');
  const question = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
  const answer = init.body && question === undefined ? undefined : answers.get(keyOf(address, question));
  const clips = clipsOf(address, new URLSearchParams(facts));
  if (clips !== undefined) return Response.json(clips);
  if (!answer) throw new Problem('not-saved', 'This is not in the saved page', undefined);
  const headers = { 'content-type': answer.type };
  return new Response(JSON.stringify(answer.body), { status: answer.status ?? 200, headers });
}

/** A picture, a sound or a film as an address of its own. */
export function savedMedia(address: string): string | undefined {
  const found = media.get(address);
  return found && `data:${found.type};base64,${String(found.body)}`;
}

/** Of the seconds of a clip that there are pictures of, the nearest. */
export function savedPicture(place: string, second: number): string | undefined {
  const here = pictures().get(place) ?? [];
  const nearest = here.reduce<number | undefined>(
    (best, one) => (best === undefined || Math.abs(one - second) < Math.abs(best - second) ? one : best),
    undefined,
  );
  return nearest === undefined ? undefined : savedMedia(`${place}/pictures/${nearest}`);
}

let bySecond: Map<string, number[]> | undefined;

function pictures(): Map<string, number[]> {
  if (bySecond) return bySecond;
  bySecond = new Map();
  for (const address of media.keys()) {
    const [, place, second] = /^(.*)\/pictures\/(\d+)$/.exec(address) ?? [];
    if (place === undefined) continue;
    const seconds = bySecond.get(place) ?? [];
    seconds.push(Number(second));
    bySecond.set(place, seconds);
  }
  return bySecond;
}

/** The list of clips is saved whole: pages of it, what a filter leaves of it, and one clip are parts of it. */
function clipsOf(address: string, facts: URLSearchParams): unknown {
  const all = (answers.get('/api/clips')?.body as Clips | undefined)?.clips ?? [];
  if (address === '/api/clips') {
    const filter = (facts.get('filter') ?? '').toLowerCase();
    const named = all.filter(({ clip }) => clip.toLowerCase().includes(filter));
    const offset = Number(facts.get('offset') ?? 0);
    return { n_clips: named.length, clips: named.slice(offset, offset + Number(facts.get('limit') ?? 100)) };
  }
  return all.find(({ clip }) => address === `/api/clips/${encodeURIComponent(clip)}`);
}

/** Questions are the same whatever the order of their parts. */
function keyOf(address: string, question: unknown): string {
  return question === undefined ? address : `${address} ${JSON.stringify(question, inOrder)}`;
}

function inOrder(_: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

function read(): Saved | null {
  // Unit tests have no document.
  const text = globalThis.document?.getElementById('saved')?.textContent;
  return text ? (JSON.parse(text) as Saved) : null;
}
