import type { Heading } from './text.ts';

/** What a long text is about, beside it. */
export function Contents({ headings }: { headings: readonly Heading[] }) {
  if (headings.length === 0) return null;
  return (
    <nav class="bench-contents" aria-label="In this text">
      <ul>
        {headings.map(({ id, depth, text }) => (
          <li key={id} class={depth > 2 ? 'deeper' : undefined}>
            <a href={`#${id}`}>{text}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
