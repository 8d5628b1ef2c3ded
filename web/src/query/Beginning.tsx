import type { Page } from '../routing/address.ts';
import { DropZone } from './DropZone.tsx';
import { SuggestedClips } from './SuggestedClips.tsx';

/** How to begin when nothing is asked yet. */
export function Beginning({ toClip }: { toClip: (clip: string) => Page }) {
  return (
    <>
      <DropZone />
      <SuggestedClips toClip={toClip} />
    </>
  );
}
