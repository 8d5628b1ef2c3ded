/** A status message; it appears after a short delay, so that fast responses do not flicker. */
export function Loading({ text }: { text: string }) {
  return (
    <p class="loading" role="status">
      <span class="loading-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {text}
    </p>
  );
}
