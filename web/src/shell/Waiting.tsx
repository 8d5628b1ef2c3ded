/** Says that something is coming; shows itself only when that takes a while, so nothing flickers. */
export function Waiting({ what }: { what: string }) {
  return (
    <p class="waiting" role="status">
      <span class="waiting-dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
      {what}
    </p>
  );
}
