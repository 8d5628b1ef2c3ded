/** How tables come here. */
export function NoBench() {
  return (
    <div class="note">
      <p class="note-title">There are no tables here yet</p>
      <p>
        Make some with <code>earsight bench reproduce -o bench/REPRODUCTION.md</code>, and show them with <code>earsight serve LIBRARY --bench bench</code>.
      </p>
    </div>
  );
}
