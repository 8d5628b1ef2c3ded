/** A picture's triangle in a sound's circle: the marks that the modalities have everywhere, as one. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" aria-hidden="true">
      <circle class="mark-audio" cx="16" cy="16" r="13" />
      <path class="mark-visual" d="M12.6 9.6v12.8L23 16z" />
    </svg>
  );
}
