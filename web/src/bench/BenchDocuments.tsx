import { useEffect, useMemo } from 'preact/hooks';
import type { Bench } from './loadBench.ts';
import { Blocks } from './Blocks.tsx';
import { Contents } from './Contents.tsx';
import { Figure } from './Figure.tsx';
import { headingsOf } from './tokens.ts';

export function BenchDocuments({ bench }: { bench: Bench }) {
  const { documents, figures, otherFigures } = bench;
  const headings = useMemo(() => {
    const usedIds = new Set<string>();
    return documents.map(({ tokens }) => headingsOf(tokens, usedIds));
  }, [documents]);
  useEffect(() => {
    // The target of the fragment did not exist when the page was loaded.
    document.getElementById(decodeURIComponent(window.location.hash.slice(1)))?.scrollIntoView();
  }, []);
  return (
    <div class="bench">
      <Contents headings={headings.flat()} />
      <div class="bench-documents">
        {documents.map(({ name, tokens }, i) => (
          <article key={name} aria-label={name}>
            <Blocks tokens={tokens} context={{ headings: headings[i] ?? [], figures }} />
          </article>
        ))}
        {otherFigures.length > 0 && (
          <section aria-label="Figures">
            <h2>{documents.length > 0 ? 'More figures' : 'Figures'}</h2>
            {otherFigures.map((name) => (
              <Figure key={name} name={name} alt={name} caption={name} />
            ))}
          </section>
        )}
      </div>
    </div>
  );
}
