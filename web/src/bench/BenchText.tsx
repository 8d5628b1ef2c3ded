import { useMemo } from 'preact/hooks';
import { Blocks } from './Blocks.tsx';
import { Contents } from './Contents.tsx';
import { read } from './text.ts';

interface Props {
  name: string;
  markdown: string;
  /** Figures that the text may show. */
  figures: readonly string[];
}

/** A text of the bench, with its tables. */
export function BenchText({ name, markdown, figures }: Props) {
  const { blocks, headings } = useMemo(() => read(markdown, name), [markdown, name]);
  return (
    <article class="bench-text" aria-label={name}>
      <Contents headings={headings} />
      <div>
        <Blocks blocks={blocks} figures={figures} />
      </div>
    </article>
  );
}
