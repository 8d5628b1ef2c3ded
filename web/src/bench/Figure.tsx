/** Where the server keeps a file of the bench. */
export const benchFile = (name: string) => `/api/bench/${encodeURIComponent(name)}`;

/** A drawing of the bench, on paper: it brings its own colours, which are made for that. */
export function Figure({ name, caption }: { name: string; caption: string }) {
  return (
    <figure class="bench-figure">
      <img src={benchFile(name)} alt={caption} loading="lazy" />
      <figcaption class="quiet">{caption}</figcaption>
    </figure>
  );
}
