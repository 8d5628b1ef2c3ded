import type { Token, Tokens } from 'marked';
import { Figure } from './Figure.tsx';

interface Props {
  tokens: readonly Token[];
  figures: readonly string[];
}

/** Words of a Markdown text as elements. */
export function Inline({ tokens, figures }: Props) {
  return (
    <>
      {tokens.map((token, place) => (
        <OneWord key={place} token={token} figures={figures} />
      ))}
    </>
  );
}

function OneWord({ token, figures }: { token: Token; figures: readonly string[] }) {
  const within = (tokens: Token[] | undefined) => <Inline tokens={tokens ?? []} figures={figures} />;
  switch (token.type) {
    case 'strong':
      return <strong>{within((token as Tokens.Strong).tokens)}</strong>;
    case 'em':
      return <em>{within((token as Tokens.Em).tokens)}</em>;
    case 'del':
      return <del>{within((token as Tokens.Del).tokens)}</del>;
    case 'codespan':
      return <code>{(token as Tokens.Codespan).text}</code>;
    case 'br':
      return <br />;
    case 'image': {
      const { href, text } = token as Tokens.Image;
      const name = figures.find((figure) => figure === href.split('/').at(-1));
      // A picture from elsewhere is not fetched: its words have to do.
      return name ? <Figure name={name} caption={text} /> : <em>{text}</em>;
    }
    case 'link': {
      const { href, tokens } = token as Tokens.Link;
      // What lies beside the text on somebody's disk is not served.
      return /^https?:/.test(href) ? (
        <a href={href} rel="noopener noreferrer">
          {within(tokens)}
        </a>
      ) : (
        within(tokens)
      );
    }
    case 'text':
    case 'escape': {
      const { tokens, text } = token as Tokens.Text;
      return tokens ? within(tokens) : <>{text}</>;
    }
    default:
      return <>{token.raw}</>;
  }
}
