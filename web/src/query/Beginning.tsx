import type { Page } from '../routing/address.ts';
import { saved } from '../api/saved.ts';
import type { Moment } from '../routing/address.ts';
import { DropZone } from './DropZone.tsx';
import { SavedQuestions } from './SavedQuestions.tsx';
import { SuggestedClips } from './SuggestedClips.tsx';

interface Props {
  toClip: (clip: string) => Page;
  toMoment: (moment: Moment) => Page;
}

/** How to begin when nothing is asked yet. */
export function Beginning({ toClip, toMoment }: Props) {
  if (saved) return <SavedQuestions moments={saved.questions} toMoment={toMoment} />;
  return (
    <>
      <DropZone />
      <SuggestedClips toClip={toClip} />
    </>
  );
}
