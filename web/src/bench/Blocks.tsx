import type { Token, Tokens } from 'marked';
import { Inline } from './Inline.tsx';
import { Rows } from './Rows.tsx';
import type { Block } from './text.ts';

interface Props {
  blocks: readonly Block[];
  figures: readonly string[];
}

/** Blocks of a Markdown text as elements: no HTML is ever made of text. */
export function Blocks({ blocks, figures }: Props) {
  return (
    <>
      {blocks.map((block, place) => (
        <OneBlock key={place} block={block} figures={figures} />
      ))}
    </>
  );
}

function OneBlock({ block, figures }: { block: Block; figures: readonly string[] }) {
  const words = (tokens: Token[] | undefined) => <Inline tokens={tokens ?? []} figures={figures} />;
  switch (block.type) {
    case 'heading': {
      const { depth, tokens, id } = block as Tokens.Heading & { id?: string };
      // The page has its own first heading.
      const Level = `h${Math.min(depth + 1, 6)}` as 'h2';
      return <Level id={id}>{words(tokens)}</Level>;
    }
    case 'paragraph': {
      const { tokens } = block as Tokens.Paragraph;
      return tokens.every(({ type }) => type === 'image') ? words(tokens) : <p>{words(tokens)}</p>;
    }
    case 'text': {
      const { tokens, text } = block as Tokens.Text;
      return tokens ? words(tokens) : <>{text}</>;
    }
    case 'list': {
      const { ordered, items } = block as Tokens.List;
      const List = ordered ? 'ol' : 'ul';
      return (
        <List class="bench-list">
          {items.map((item, place) => (
            <li key={place}>
              <Blocks blocks={item.tokens} figures={figures} />
            </li>
          ))}
        </List>
      );
    }
    case 'code':
      return (
        <pre tabIndex={0}>
          <code>{(block as Tokens.Code).text}</code>
        </pre>
      );
    case 'blockquote':
      return (
        <blockquote>
          <Blocks blocks={(block as Tokens.Blockquote).tokens} figures={figures} />
        </blockquote>
      );
    case 'table':
      return <Rows table={block as Tokens.Table} figures={figures} />;
    case 'hr':
      return <hr />;
    case 'space':
      return null;
    default:
      return <p>{block.raw}</p>;
  }
}
