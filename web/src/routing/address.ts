/** Conversion between pages and their addresses. */
import type { Modality, Span } from '../api/types.ts';

export type Page =
  | { page: 'library' }
  | { page: 'clip'; clip: string; span?: Span }
  | { page: 'search'; words?: string; moment?: Moment; from: Modality; to: Modality }
  | { page: 'generate'; moment?: Moment; from: Modality }
  | { page: 'latent' }
  | { page: 'model' }
  | { page: 'learn'; job?: string }
  | { page: 'bench' }
  | { page: 'not-found' };

/** Some seconds of a clip of the library, or of an uploaded file. */
export interface Moment {
  clip?: string;
  upload?: string;
  span?: Span;
}

export function pageAt(path: string, query: string): Page {
  const [name = '', ...rest] = path.split('/').slice(1);
  const parameters = new URLSearchParams(query);
  switch (name) {
    case '':
      return { page: 'library' };
    case 'clip': {
      const clip = decode(rest.join('/'));
      return clip ? { page: 'clip', clip, ...optional('span', parseSpan(parameters)) } : { page: 'not-found' };
    }
    case 'search':
      return {
        page: 'search',
        ...optional('words', parameters.get('words') || undefined),
        ...optional('moment', parseMoment(parameters)),
        from: parseModality(parameters, 'from'),
        to: parseModality(parameters, 'to'),
      };
    case 'generate':
      return {
        page: 'generate',
        ...optional('moment', parseMoment(parameters)),
        from: parseModality(parameters, 'from'),
      };
    case 'latent':
    case 'model':
    case 'bench':
      return { page: name };
    case 'learn':
      return { page: 'learn', ...optional('job', parameters.get('job') ?? undefined) };
    default:
      return { page: 'not-found' };
  }
}

export function addressOf(to: Page): string {
  switch (to.page) {
    case 'library':
    case 'not-found':
      return '/';
    case 'clip':
      return `/clip/${encodeURIComponent(to.clip)}${queryString({ at: formatAt(to.span) })}`;
    case 'search':
      return `/search${queryString({ words: to.words, ...momentParameters(to.moment), from: to.from, to: to.to })}`;
    case 'generate':
      return `/generate${queryString({ ...momentParameters(to.moment), from: to.from })}`;
    case 'learn':
      return `/learn${queryString({ job: to.job })}`;
    default:
      return `/${to.page}`;
  }
}

function parseMoment(parameters: URLSearchParams): Moment | undefined {
  const clip = parameters.get('clip');
  const upload = parameters.get('upload');
  const span = optional('span', parseSpan(parameters));
  if (clip) return { clip, ...span };
  return upload ? { upload, ...span } : undefined;
}

function momentParameters(moment: Moment | undefined): Record<string, string | undefined> {
  return { clip: moment?.clip, upload: moment?.upload, at: formatAt(moment?.span) };
}

/** `at=3..5` means seconds 3 and 4, as on the command line. */
function parseSpan(parameters: URLSearchParams): Span | undefined {
  const [, start, end] = /^(\d{1,6})\.\.(\d{1,6})$/.exec(parameters.get('at') ?? '') ?? [];
  const len = Number(end) - Number(start);
  return len >= 1 ? { start: Number(start), len } : undefined;
}

function formatAt(span: Span | undefined): string | undefined {
  return span && `${span.start}..${span.start + span.len}`;
}

function parseModality(parameters: URLSearchParams, name: string): Modality {
  return parameters.get(name) === 'visual' ? 'visual' : 'audio';
}

function queryString(parameters: Record<string, string | undefined>): string {
  const present = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return present.length === 0 ? '' : `?${new URLSearchParams(present)}`;
}

/** An object with the property, or without it if the value is undefined. */
function optional<Name extends string, Value>(name: Name, value: Value | undefined): { [N in Name]?: Value } {
  return value === undefined ? {} : ({ [name]: value } as { [N in Name]: Value });
}

function decode(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
