import { saved } from '../api/saved.ts';
import type { Moment, Page } from '../routing/address.ts';
import { DropZone } from './DropZone.tsx';
import { SavedQueries } from './SavedQueries.tsx';
import { SuggestedClips } from './SuggestedClips.tsx';

interface Props {
  toClip: (clip: string) => Page;
  toMoment: (moment: Moment) => Page;
}

/** Ways to choose a query. */
export function QueryStart({ toClip, toMoment }: Props) {
  if (saved) return <SavedQueries moments={saved.questions} toMoment={toMoment} />;
  return (
    <>
      <DropZone />
      <SuggestedClips toClip={toClip} />
    </>
  );
}
