import { useState } from 'preact/hooks';
import type { Heading } from './tokens.ts';

/** Shorter pages have no table of contents. */
const MIN_HEADINGS = 4;
const MAX_DEPTH = 3;

/** The table of contents: next to the page if there is space, otherwise folded. */
export function Contents({ headings }: { headings: readonly Heading[] }) {
  const [isWide] = useState(() => window.matchMedia('(min-width: 60rem)').matches);
  const listed = headings.filter(({ depth }) => depth <= MAX_DEPTH);
  if (listed.length < MIN_HEADINGS) return null;
  return (
    <nav class="contents" aria-label="On this page">
      <details open={isWide}>
        <summary>On this page</summary>
        <ol>
          {listed.map(({ id, depth, text }) => (
            <li key={id} class={`depth-${depth}`}>
              <a href={`#${id}`}>{text}</a>
            </li>
          ))}
        </ol>
      </details>
    </nav>
  );
}
