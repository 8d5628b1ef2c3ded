/** The circle of sound and the triangle of picture in one. */
export function Logo() {
  return (
    <svg class="logo" viewBox="0 0 32 32" aria-hidden="true">
      <circle class="logo-audio" cx="16" cy="16" r="13" />
      <path class="logo-visual" d="M12.6 9.6v12.8L23 16z" />
    </svg>
  );
}
