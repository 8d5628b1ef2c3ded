import { useEffect, useRef } from 'preact/hooks';
import { ClipCard } from './ClipCard.tsx';
import type { ClipPages } from './ClipPages.ts';
import { useGridShape } from './useGridShape.ts';
import { useVisibleRows } from './useVisibleRows.ts';

/** A virtual grid of all clips: only visible cards are in the document. */
export function ClipGrid({ pages, nClips }: { pages: ClipPages; nClips: number }) {
  const grid = useRef<HTMLUListElement>(null);
  const { nColumns, rowHeight } = useGridShape(grid);
  const { rows, height, offsetTop } = useVisibleRows(grid, Math.ceil(nClips / nColumns), rowHeight);
  const first = (rows[0]?.index ?? 0) * nColumns;
  const last = Math.min(((rows.at(-1)?.index ?? 0) + 1) * nColumns, nClips) - 1;
  // Reading the signal renders again when a page has loaded.
  void pages.nPagesLoaded.value;
  useEffect(() => pages.load(first, last), [pages, first, last]);

  return (
    <ul class="clip-grid" ref={grid} style={{ height: `${height}px` }}>
      {rows.flatMap((row) =>
        Array.from({ length: nColumns }, (_, column) => {
          const index = row.index * nColumns + column;
          if (index >= nClips) return null;
          const style = {
            width: `calc((100% - ${nColumns - 1} * var(--grid-gap)) / ${nColumns})`,
            left: `calc((100% + var(--grid-gap)) / ${nColumns} * ${column})`,
            top: `${row.start - offsetTop}px`,
          };
          return (
            <li key={index} class="clip-cell" style={style} aria-setsize={nClips} aria-posinset={index + 1}>
              <ClipCard clip={pages.at(index)} />
            </li>
          );
        }),
      )}
    </ul>
  );
}
