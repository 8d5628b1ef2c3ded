/** What a Markdown document holds, before anything is drawn. */
import type { Token, Tokens } from 'marked';

export interface Heading {
  token: Token;
  id: string;
  depth: number;
  text: string;
}

/** Its headings, each with an address of its own on the page. */
export function headingsOf(tokens: readonly Token[], taken = new Set<string>()): Heading[] {
  return tokens.filter(isHeading).map((token) => {
    const text = wordsOf(token.tokens);
    const wanted =
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '') || 'part';
    let id = wanted;
    for (let n = 2; taken.has(id); n += 1) id = `${wanted}-${n}`;
    taken.add(id);
    return { token, id, depth: token.depth, text };
  });
}

/** Names of the figures that it shows; documents lie elsewhere than their figures, so folders do not count. */
export function figuresIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => (isImage(token) ? [fileNameOf(token.href)] : figuresIn(childrenOf(token))));
}

export function fileNameOf(href: string): string {
  return href.slice(href.lastIndexOf('/') + 1);
}

/** Its words without their looks. */
export function wordsOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      childrenOf(token).length > 0 ? wordsOf(childrenOf(token)) : 'text' in token ? String(token.text) : '',
    )
    .join('');
}

export const isImage = (token: Token): token is Tokens.Image => token.type === 'image';
const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';
const childrenOf = (token: Token): readonly Token[] => ('tokens' in token ? (token.tokens ?? []) : []);
