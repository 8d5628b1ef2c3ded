/** A clip's name for display: its folder, and its file name without underscores and extension. */
export function clipName(clip: string): { folder: string; title: string } {
  const slash = clip.lastIndexOf('/');
  const file = clip.slice(slash + 1);
  const dot = file.lastIndexOf('.');
  return {
    folder: clip.slice(0, Math.max(slash, 0)),
    title: (dot > 0 ? file.slice(0, dot) : file).replaceAll('_', ' ').trim() || file,
  };
}
