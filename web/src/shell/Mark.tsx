/** An ear and an eye: what is heard in orange, what is seen in blue, as everywhere on the page. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <path class="mark-audio" d="M17.2 4.6a11.6 11.6 0 0 1 0 22.8M15.4 10a6.2 6.2 0 0 1 0 12" />
      <circle class="mark-visual" cx="8.6" cy="16" r="5.2" />
    </svg>
  );
}
