import type { MarkedToken, Token } from 'marked';

/** Inline Markdown as elements; text of a document never becomes HTML. */
export function Inlines({ tokens }: { tokens: readonly Token[] }) {
  return (
    <>
      {tokens.map((token, i) => (
        <Inline key={i} token={token as MarkedToken} />
      ))}
    </>
  );
}

function Inline({ token }: { token: MarkedToken }) {
  switch (token.type) {
    case 'strong':
      return (
        <strong>
          <Inlines tokens={token.tokens} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines tokens={token.tokens} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inlines tokens={token.tokens} />
        </del>
      );
    case 'codespan':
      return <code>{token.text}</code>;
    case 'br':
      return <br />;
    case 'link':
      return <ExternalLink href={token.href} tokens={token.tokens} />;
    case 'text':
      return token.tokens ? <Inlines tokens={token.tokens} /> : <>{token.text}</>;
    default:
      return <>{'text' in token ? token.text : token.raw}</>;
  }
}

/** A link to the web. Relative links are not served, and other schemes are not safe, so these become text. */
function ExternalLink({ href, tokens }: { href: string; tokens: readonly Token[] }) {
  if (!/^https?:\/\//.test(href)) return <Inlines tokens={tokens} />;
  return (
    <a href={href} target="_blank" rel="noreferrer">
      <Inlines tokens={tokens} />
    </a>
  );
}
