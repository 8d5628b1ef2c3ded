import type { saved } from '../api/saved.ts';

/** What a saved page is, and how to get the rest. */
export function SavedNote({ saved: { library, day_unix_secs: day } }: { saved: NonNullable<typeof saved> }) {
  const date = new Date(day * 1000).toISOString().slice(0, 10);
  return (
    <p class="saved-note">
      Saved on {date}, with some questions and their answers. To ask anything else, run{' '}
      <code>earsight serve {library}</code>
    </p>
  );
}
