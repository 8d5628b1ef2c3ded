import type { MarkedToken, Token } from 'marked';
import { BenchTable } from './BenchTable.tsx';
import { Figure } from './Figure.tsx';
import { Inlines } from './Inlines.tsx';
import { ScrollRegion } from './ScrollRegion.tsx';
import { fileNameOf, type Heading, isImage } from './tokens.ts';

export interface Context {
  headings: readonly Heading[];
  figures: ReadonlySet<string>;
}

/** The blocks of a document; headings are one level lower, below that of the page. */
export function Blocks({ tokens, context }: { tokens: readonly Token[]; context: Context }) {
  let section = '';
  return (
    <>
      {tokens.map((token, i) => {
        if (token.type === 'heading')
          section = context.headings.find((heading) => heading.token === token)?.text ?? section;
        return <Block key={i} token={token as MarkedToken} section={section} context={context} />;
      })}
    </>
  );
}

interface Props {
  token: MarkedToken;
  /** The heading above the block. */
  section: string;
  context: Context;
}

function Block({ token, section, context }: Props) {
  switch (token.type) {
    case 'heading': {
      const Level = `h${Math.min(token.depth + 1, 6)}` as 'h2';
      const heading = context.headings.find((one) => one.token === token);
      return (
        <Level id={heading?.id}>
          <Inlines tokens={token.tokens} />
        </Level>
      );
    }
    case 'paragraph':
      return <Paragraph tokens={token.tokens} context={context} />;
    case 'table':
      return <BenchTable table={token} label={section} />;
    case 'code':
      return (
        <ScrollRegion label={`Listing: ${section}`} class="listing">
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
              <Blocks tokens={item.tokens} context={context} />
            </li>
          ))}
        </List>
      );
    }
    case 'blockquote':
      return (
        <blockquote>
          <Blocks tokens={token.tokens} context={context} />
        </blockquote>
      );
    case 'text':
      return <Inlines tokens={token.tokens ?? [token]} />;
    case 'hr':
      return <hr />;
    default:
      // Empty lines and comments.
      return null;
  }
}

/** A paragraph, or a figure if that is all it contains. */
function Paragraph({ tokens, context }: { tokens: readonly Token[]; context: Context }) {
  const [only] = tokens;
  if (tokens.length === 1 && only && isImage(only) && context.figures.has(fileNameOf(only.href))) {
    return <Figure name={fileNameOf(only.href)} alt={only.text} />;
  }
  return (
    <p>
      <Inlines tokens={tokens} />
    </p>
  );
}
