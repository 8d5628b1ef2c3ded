import { benchFileUrl } from './loadBench.ts';
import { ScrollRegion } from './ScrollRegion.tsx';

export function Figure({ name, alt, caption }: { name: string; alt: string; caption?: string }) {
  return (
    <figure>
      <ScrollRegion label={`Figure: ${alt}`} class="figure-sheet">
        <img src={benchFileUrl(name)} alt={alt} loading="lazy" />
      </ScrollRegion>
      {caption && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
