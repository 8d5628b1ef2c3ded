import { lexer, type Token } from 'marked';
import { ask, askForText } from '../api/ask.ts';
import type { BenchFile } from '../api/model.ts';
import { figuresIn } from './tokens.ts';

export interface BenchDocument {
  name: string;
  tokens: Token[];
}

export interface Bench {
  documents: BenchDocument[];
  /** Names of all figures. */
  figures: ReadonlySet<string>;
  /** Those that no document shows. */
  loose: string[];
}

export const placeOfFile = (name: string) => `/api/bench/${encodeURIComponent(name)}`;

/** All that was measured, read but not yet drawn. */
export async function askForBench(signal: AbortSignal): Promise<Bench> {
  const files = await ask<BenchFile[]>('/api/bench', { signal });
  const named = (type: string) => files.filter(({ media_type }) => media_type.startsWith(type)).map(({ name }) => name);
  const read = async (name: string) => ({ name, tokens: lexer(await askForText(placeOfFile(name), signal)) });
  const documents = await Promise.all(named('text/markdown').map(read));
  const figures = named('image/');
  const shown = new Set(documents.flatMap(({ tokens }) => figuresIn(tokens)));
  return { documents, figures: new Set(figures), loose: figures.filter((name) => !shown.has(name)) };
}
