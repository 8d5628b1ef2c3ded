import { placeOfFile } from './askForBench.ts';
import { ScrollRegion } from './ScrollRegion.tsx';

export function Figure({ name, says, caption }: { name: string; says: string; caption?: string }) {
  return (
    <figure>
      <ScrollRegion label={`Figure: ${says}`} class="figure-sheet">
        <img src={placeOfFile(name)} alt={says} loading="lazy" />
      </ScrollRegion>
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
