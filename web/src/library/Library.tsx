import './library.css';
import { useEffect, useState } from 'preact/hooks';
import { saved } from '../api/saved.ts';
import type { Facts } from '../api/types.ts';
import { counted } from '../format/numbers.ts';
import { duration } from '../format/time.ts';
import { Link } from '../routing/Link.tsx';
import { Loading } from '../shell/Loading.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { ClipGrid } from './ClipGrid.tsx';
import { ClipPages } from './ClipPages.ts';
import { facts, loadFacts } from './facts.ts';
import { FilterBox } from './FilterBox.tsx';
import { Skipped } from './Skipped.tsx';

const TYPING_PAUSE_MS = 120;

export function Library() {
  const [filter, setFilter] = useState('');
  const [pages, setPages] = useState(() => new ClipPages(''));
  const known = facts.value;
  const nClips = pages.nClips.value;
  const problem = pages.problem.value;
  useTitle('Library');
  useEffect(() => {
    void loadFacts();
  }, []);
  useEffect(() => {
    if (pages.filter === filter) return;
    const timer = setTimeout(() => setPages(new ClipPages(filter)), TYPING_PAUSE_MS);
    return () => clearTimeout(timer);
  }, [filter]);
  useEffect(() => () => pages.cancel(), [pages]);

  return (
    <>
      <div class="library-top">
        <div>
          <h1>{known ? known.name : 'Library'}</h1>
          <p class="lead">{known ? describe(known) : '\u00a0'}</p>
        </div>
        <FilterBox filter={filter} setFilter={setFilter} nMatching={pages.filter === filter ? nClips : null} />
      </div>
      {known?.model === null && <NotLearned />}
      {known !== null && known.n_skipped > 0 && <Skipped n={known.n_skipped} />}
      {problem && <ProblemNote problem={problem} retry={() => pages.retry()} />}
      {nClips === null && !problem && <Loading text="Loading clips…" />}
      {nClips === 0 && <NoClips filter={pages.filter} />}
      {nClips !== null && nClips > 0 && <ClipGrid pages={pages} nClips={nClips} />}
    </>
  );
}

function describe({ n_clips, n_secs, model }: Facts): string {
  const size = `${counted(n_clips, 'clip')}, ${duration(n_secs)}.`;
  return model === null || saved
    ? size
    : `${size} Open a clip and select a moment to find others that sound or look like it.`;
}

function NotLearned() {
  return (
    <div class="note">
      <p class="note-title">No model has been learned from these clips yet</p>
      <p>You can browse and play the clips. Search, localization and generation need a model.</p>
      <Link to={{ page: 'learn' }} class="button primary">
        Learn this library
      </Link>
    </div>
  );
}

function NoClips({ filter }: { filter: string }) {
  return (
    <p class="empty">
      {filter
        ? `No clip name contains “${filter}”.`
        : 'This library has no clips. Create one from a folder of videos, audio files or images: earsight learn FOLDER.'}
    </p>
  );
}
