/** Which page an address means, and the address of a page: the only place that knows both. */
import type { Modality, Span } from '../api/model.ts';

export type Page =
  | { page: 'library' }
  | { page: 'clip'; clip: string; span?: Span }
  | { page: 'search'; moment?: Moment; from: Modality; to: Modality }
  | { page: 'generate'; moment?: Moment; from: Modality }
  | { page: 'latent' }
  | { page: 'model' }
  | { page: 'learn'; job?: string }
  | { page: 'bench' }
  | { page: 'nowhere' };

/** Some seconds of a clip of the library, or of a file that was brought along. */
export interface Moment {
  clip?: string;
  upload?: string;
  span?: Span;
}

export function pageAt(path: string, query: string): Page {
  const [name = '', ...rest] = path.split('/').slice(1);
  const facts = new URLSearchParams(query);
  switch (name) {
    case '':
      return { page: 'library' };
    case 'clip': {
      const clip = decoded(rest.join('/'));
      return clip ? { page: 'clip', clip, ...given('span', spanIn(facts)) } : { page: 'nowhere' };
    }
    case 'search':
      return {
        page: 'search',
        ...given('moment', momentIn(facts)),
        from: modality(facts, 'from', 'audio'),
        to: modality(facts, 'to', 'audio'),
      };
    case 'generate':
      return { page: 'generate', ...given('moment', momentIn(facts)), from: modality(facts, 'from', 'audio') };
    case 'latent':
    case 'model':
    case 'bench':
      return { page: name };
    case 'learn':
      return { page: 'learn', ...given('job', facts.get('job') ?? undefined) };
    default:
      return { page: 'nowhere' };
  }
}

export function addressOf(to: Page): string {
  switch (to.page) {
    case 'library':
    case 'nowhere':
      return '/';
    case 'clip':
      return `/clip/${encodeURIComponent(to.clip)}${queryOf({ ...stretch(to.span) })}`;
    case 'search':
      return `/search${queryOf({ ...momentFacts(to.moment), from: to.from, to: to.to })}`;
    case 'generate':
      return `/generate${queryOf({ ...momentFacts(to.moment), from: to.from })}`;
    case 'learn':
      return `/learn${queryOf({ job: to.job })}`;
    default:
      return `/${to.page}`;
  }
}

function momentIn(facts: URLSearchParams): Moment | undefined {
  const clip = facts.get('clip');
  const upload = facts.get('upload');
  const span = given('span', spanIn(facts));
  if (clip) return { clip, ...span };
  return upload ? { upload, ...span } : undefined;
}

function momentFacts(moment: Moment | undefined): Record<string, string | undefined> {
  return { clip: moment?.clip, upload: moment?.upload, ...stretch(moment?.span) };
}

/** `at=3..5` are the seconds 3 and 4, the way the command line writes them. */
function spanIn(facts: URLSearchParams): Span | undefined {
  const [, start, end] = /^(\d{1,6})\.\.(\d{1,6})$/.exec(facts.get('at') ?? '') ?? [];
  const len = Number(end) - Number(start);
  return len >= 1 ? { start: Number(start), len } : undefined;
}

function stretch(span: Span | undefined): { at?: string } {
  return span ? { at: `${span.start}..${span.start + span.len}` } : {};
}

function modality(facts: URLSearchParams, name: string, otherwise: Modality): Modality {
  const said = facts.get(name);
  return said === 'audio' || said === 'visual' ? said : otherwise;
}

function queryOf(facts: Record<string, string | undefined>): string {
  const said = Object.entries(facts).filter((fact): fact is [string, string] => fact[1] !== undefined);
  return said.length === 0 ? '' : `?${new URLSearchParams(said)}`;
}

function given<Name extends string, Fact>(name: Name, fact: Fact | undefined): { [N in Name]?: Fact } {
  return fact === undefined ? {} : ({ [name]: fact } as { [N in Name]: Fact });
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
