import { useState } from 'preact/hooks';
import type { Heading } from './tokens.ts';

/** Shorter pages are looked over without one. */
const LONG = 4;
const DEEPEST = 3;

/** What is on the page; beside it where there is room, else folded. */
export function Contents({ headings }: { headings: readonly Heading[] }) {
  const [isWide] = useState(() => window.matchMedia('(min-width: 60rem)').matches);
  const listed = headings.filter(({ depth }) => depth <= DEEPEST);
  if (listed.length < LONG) return null;
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
