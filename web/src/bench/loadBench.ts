import { lexer, type Token } from 'marked';
import { fetchJson, fetchText } from '../api/fetchJson.ts';
import type { BenchFile } from '../api/types.ts';
import { figuresIn } from './tokens.ts';

export interface BenchDocument {
  name: string;
  tokens: Token[];
}

export interface Bench {
  documents: BenchDocument[];
  /** File names of all figures. */
  figures: ReadonlySet<string>;
  /** Figures that are in no document. */
  otherFigures: string[];
}

export const benchFileUrl = (name: string) => `/api/bench/${encodeURIComponent(name)}`;

/** Loads the results of benchmarks, with documents parsed. */
export async function loadBench(signal: AbortSignal): Promise<Bench> {
  const files = await fetchJson<BenchFile[]>('/api/bench', { signal });
  const namesOf = (type: string) =>
    files.filter(({ media_type }) => media_type.startsWith(type)).map(({ name }) => name);
  const load = async (name: string) => ({ name, tokens: lexer(await fetchText(benchFileUrl(name), signal)) });
  const documents = await Promise.all(namesOf('text/markdown').map(load));
  const figures = namesOf('image/');
  const inDocuments = new Set(documents.flatMap(({ tokens }) => figuresIn(tokens)));
  return { documents, figures: new Set(figures), otherFigures: figures.filter((name) => !inDocuments.has(name)) };
}
