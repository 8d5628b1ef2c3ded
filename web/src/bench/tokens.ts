/** Headings, figures and text of a Markdown document. */
import type { Token, Tokens } from 'marked';

export interface Heading {
  token: Token;
  id: string;
  depth: number;
  text: string;
}

/** The headings of a document, each with an id that is unique on the page. */
export function headingsOf(tokens: readonly Token[], usedIds = new Set<string>()): Heading[] {
  return tokens.filter(isHeading).map((token) => {
    const text = textOf(token.tokens);
    const slug =
      text
        .toLowerCase()
        .replace(/[^\p{L}\p{N}]+/gu, '-')
        .replace(/^-|-$/g, '') || 'section';
    let id = slug;
    for (let n = 2; usedIds.has(id); n += 1) id = `${slug}-${n}`;
    usedIds.add(id);
    return { token, id, depth: token.depth, text };
  });
}

/** File names of the figures in a document, without folders, which differ between repository and server. */
export function figuresIn(tokens: readonly Token[]): string[] {
  return tokens.flatMap((token) => (isImage(token) ? [fileNameOf(token.href)] : figuresIn(childrenOf(token))));
}

export function fileNameOf(href: string): string {
  return href.slice(href.lastIndexOf('/') + 1);
}

/** Text without formatting. */
export function textOf(tokens: readonly Token[]): string {
  return tokens
    .map((token) =>
      childrenOf(token).length > 0 ? textOf(childrenOf(token)) : 'text' in token ? String(token.text) : '',
    )
    .join('');
}

export const isImage = (token: Token): token is Tokens.Image => token.type === 'image';
const isHeading = (token: Token): token is Tokens.Heading => token.type === 'heading';
const childrenOf = (token: Token): readonly Token[] => ('tokens' in token ? (token.tokens ?? []) : []);
