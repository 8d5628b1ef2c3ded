import { useEffect, useMemo } from 'preact/hooks';
import type { Bench } from './askForBench.ts';
import { Blocks } from './Blocks.tsx';
import { Contents } from './Contents.tsx';
import { Figure } from './Figure.tsx';
import { headingsOf } from './tokens.ts';

export function OpenBench({ bench }: { bench: Bench }) {
  const { documents, figures, loose } = bench;
  const headings = useMemo(() => {
    const taken = new Set<string>();
    return documents.map(({ tokens }) => headingsOf(tokens, taken));
  }, [documents]);
  useEffect(() => {
    // The browser looked for the place before it was here.
    document.getElementById(decodeURIComponent(window.location.hash.slice(1)))?.scrollIntoView();
  }, []);
  return (
    <div class="bench">
      <Contents headings={headings.flat()} />
      <div class="bench-documents">
        {documents.map(({ name, tokens }, i) => (
          <article key={name} aria-label={name}>
            <Blocks tokens={tokens} known={{ headings: headings[i] ?? [], figures }} />
          </article>
        ))}
        {loose.length > 0 && (
          <section aria-label="Figures">
            <h2>{documents.length > 0 ? 'More figures' : 'Figures'}</h2>
            {loose.map((name) => (
              <Figure key={name} name={name} says={name} caption={name} />
            ))}
          </section>
        )}
      </div>
    </div>
  );
}
