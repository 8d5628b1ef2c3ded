/**
 * A saved page is one HTML file without a server: the document contains the responses, and no request is sent.
 * `earsight report` writes it.
 */
import { Problem } from './problem.ts';
import type { Clips, Source, Span } from './types.ts';

interface Saved {
  /** The folder of the library. */
  library: string;
  /** Start of the day on which the page was saved. */
  day_unix_secs: number;
  /** Queries whose search and generation results are saved. */
  questions: readonly SavedMoment[];
  /** Moments whose localizations are saved; their clips open with them. */
  moments: readonly SavedMoment[];
  /** Seconds of clips that can be played. */
  videos: readonly SavedMoment[];
  answers: readonly SavedResponse[];
}

export interface SavedMoment {
  clip: string;
  span: Span;
}

interface SavedResponse {
  address: string;
  /** The body of the request. */
  question?: unknown;
  /** 200 by default. */
  status?: number;
  type: string;
  /** JSON, or base64 for other types. */
  body: unknown;
}

export const saved: Saved | null = readSaved();
const responses = new Map(
  saved?.answers.map((response) => [requestKey(response.address, response.question), response]),
);
/** Media by address, without the query string. */
const media = new Map(saved?.answers.map((response) => [response.address.replace(/\?.*$/, ''), response]));
const spansByClip = (moments: readonly SavedMoment[] = []) => new Map(moments.map(({ clip, span }) => [clip, span]));
const moments = spansByClip(saved?.moments);
const videos = spansByClip(saved?.videos);

/** Whether there is a response to a request: always with a server. */
export function isAvailable(address: string, request: object): boolean {
  return saved === null || responses.has(requestKey(address, request));
}

/** The moment of a clip whose localizations are saved. */
export const savedMoment = (clip: string) => moments.get(clip);

/** The seconds of a clip that a saved page can play. */
export const savedVideoSpan = ({ clip }: Source) => videos.get(clip ?? '');

/** The response that a server would send. */
export function savedResponse(path: string, init: RequestInit = {}): Response {
  const [address = '', parameters] = path.split('?');
  const request = typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined;
  const response = init.body && request === undefined ? undefined : responses.get(requestKey(address, request));
  const clips = savedClips(address, new URLSearchParams(parameters));
  if (clips !== undefined) return Response.json(clips);
  if (!response) throw new Problem('not-saved', 'This is not in the saved page', undefined);
  const headers = { 'content-type': response.type };
  return new Response(JSON.stringify(response.body), { status: response.status ?? 200, headers });
}

/** A picture, sound or video as a `data:` URL. */
export function savedMediaUrl(address: string): string | undefined {
  const file = media.get(address);
  return file && `data:${file.type};base64,${String(file.body)}`;
}

/** The saved picture nearest to a second. */
export function savedPictureUrl(source: string, second: number): string | undefined {
  const seconds = pictureSeconds().get(source) ?? [];
  const nearest = seconds.reduce<number | undefined>(
    (best, next) => (best === undefined || Math.abs(next - second) < Math.abs(best - second) ? next : best),
    undefined,
  );
  return nearest === undefined ? undefined : savedMediaUrl(`${source}/pictures/${nearest}`);
}

let secondsBySource: Map<string, number[]> | undefined;

function pictureSeconds(): Map<string, number[]> {
  if (secondsBySource) return secondsBySource;
  secondsBySource = new Map();
  for (const address of media.keys()) {
    const [, source, second] = /^(.*)\/pictures\/(\d+)$/.exec(address) ?? [];
    if (source === undefined) continue;
    const seconds = secondsBySource.get(source) ?? [];
    seconds.push(Number(second));
    secondsBySource.set(source, seconds);
  }
  return secondsBySource;
}

/** The list of clips is saved as a whole; pages, filtered lists and single clips are derived from it. */
function savedClips(address: string, parameters: URLSearchParams): unknown {
  const all = (responses.get('/api/clips')?.body as Clips | undefined)?.clips ?? [];
  if (address === '/api/clips') {
    const filter = (parameters.get('filter') ?? '').toLowerCase();
    const matching = all.filter(({ clip }) => clip.toLowerCase().includes(filter));
    const offset = Number(parameters.get('offset') ?? 0);
    return { n_clips: matching.length, clips: matching.slice(offset, offset + Number(parameters.get('limit') ?? 100)) };
  }
  return all.find(({ clip }) => address === `/api/clips/${encodeURIComponent(clip)}`);
}

/** Does not depend on the order of a request's properties. */
function requestKey(address: string, request: unknown): string {
  return request === undefined ? address : `${address} ${JSON.stringify(request, sortKeys)}`;
}

function sortKeys(_: string, value: unknown): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))) : value;
}

function readSaved(): Saved | null {
  // Unit tests have no document.
  const text = globalThis.document?.getElementById('saved')?.textContent;
  return text ? (JSON.parse(text) as Saved) : null;
}
