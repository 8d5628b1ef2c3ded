import type { saved } from '../api/saved.ts';

/** When the page was saved, and how to open the library itself. */
export function SavedNote({ saved: { library, day_unix_secs: day } }: { saved: NonNullable<typeof saved> }) {
  const date = new Date(day * 1000).toISOString().slice(0, 10);
  return (
    <p class="saved-note">
      Saved on {date} with a few queries and their results. For all others, run <code>earsight serve {library}</code>
    </p>
  );
}
