/** A Markdown text as blocks, and its headings with the places that lead to them. */
import { lexer, type Token, type Tokens } from 'marked';

export interface Heading {
  id: string;
  depth: number;
  text: string;
}

export interface Text {
  blocks: Block[];
  headings: Heading[];
}

/** A block of a text; a heading knows its place. */
export type Block = Token | (Tokens.Heading & { id: string });

/** Up to this many headings nobody needs a list of them. */
const FEW_HEADINGS = 3;

export function read(markdown: string, name: string): Text {
  const headings: Heading[] = [];
  const blocks = lexer(markdown).map((token) => {
    if (token.type !== 'heading') return token;
    const heading = token as Tokens.Heading;
    // Two headings may say the same, and two texts too.
    const id = `${placeOf(name)}-${headings.length}-${placeOf(heading.text)}`;
    headings.push({ id, depth: heading.depth, text: heading.text });
    return { ...heading, id };
  });
  return { blocks, headings: headings.length > FEW_HEADINGS ? headings : [] };
}

/** A number, an interval, a percentage: what is set in columns. */
export const isNumber = (text: string) => /^[\s*_~]*[-+−–]?[\d.]/.test(text) || text.trim() === '–';

function placeOf(text: string): string {
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '-')
    .replaceAll(/^-+|-+$/g, '');
}
