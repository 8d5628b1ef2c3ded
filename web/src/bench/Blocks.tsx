import type { MarkedToken, Token } from 'marked';
import { BenchTable } from './BenchTable.tsx';
import { Figure } from './Figure.tsx';
import { Inlines } from './Inlines.tsx';
import { ScrollRegion } from './ScrollRegion.tsx';
import { fileNameOf, type Heading, isImage } from './tokens.ts';

export interface Known {
  headings: readonly Heading[];
  figures: ReadonlySet<string>;
}

/** A document, block by block; its headings come below the page's own. */
export function Blocks({ tokens, known }: { tokens: readonly Token[]; known: Known }) {
  let above = '';
  return (
    <>
      {tokens.map((token, i) => {
        if (token.type === 'heading') above = known.headings.find((heading) => heading.token === token)?.text ?? above;
        return <Block key={i} token={token as MarkedToken} above={above} known={known} />;
      })}
    </>
  );
}

interface Props {
  token: MarkedToken;
  /** The heading that it stands under. */
  above: string;
  known: Known;
}

function Block({ token, above, known }: Props) {
  switch (token.type) {
    case 'heading': {
      const Level = `h${Math.min(token.depth + 1, 6)}` as 'h2';
      const heading = known.headings.find((one) => one.token === token);
      return (
        <Level id={heading?.id}>
          <Inlines tokens={token.tokens} />
        </Level>
      );
    }
    case 'paragraph':
      return <Paragraph tokens={token.tokens} known={known} />;
    case 'table':
      return <BenchTable table={token} label={above} />;
    case 'code':
      return (
        <ScrollRegion label={`Listing: ${above}`} class="listing">
          <pre>
            <code>{token.text}</code>
          </pre>
        </ScrollRegion>
      );
    case 'list': {
      const List = token.ordered ? 'ol' : 'ul';
      return (
        <List>
          {token.items.map((item, i) => (
            <li key={i}>
              <Blocks tokens={item.tokens} known={known} />
            </li>
          ))}
        </List>
      );
    }
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={token.tokens} known={known} />
        </blockquote>
      );
    case 'text':
      return <Inlines tokens={token.tokens ?? [token]} />;
    case 'hr':
      return <hr />;
    default:
      // Empty lines, and comments that are for those who edit the file.
      return null;
  }
}

/** A figure alone on its line is one of the page. */
function Paragraph({ tokens, known }: { tokens: readonly Token[]; known: Known }) {
  const [only] = tokens;
  if (tokens.length === 1 && only && isImage(only) && known.figures.has(fileNameOf(only.href))) {
    return <Figure name={fileNameOf(only.href)} says={only.text} />;
  }
  return (
    <p>
      <Inlines tokens={tokens} />
    </p>
  );
}
