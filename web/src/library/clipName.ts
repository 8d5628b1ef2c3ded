/** A clip's name in the words of a person: where it lies, and what it is called without its ending. */
export interface ClipName {
  folder: string;
  title: string;
  ending: string;
}

export function clipName(clip: string): ClipName {
  const slash = clip.lastIndexOf('/');
  const file = clip.slice(slash + 1);
  const dot = file.lastIndexOf('.');
  const hasEnding = dot > 0;
  return {
    folder: clip.slice(0, Math.max(slash, 0)),
    title: (hasEnding ? file.slice(0, dot) : file).replaceAll('_', ' ').trim() || file,
    ending: hasEnding ? file.slice(dot + 1) : '',
  };
}
