import './library.css';
import { useEffect, useState } from 'preact/hooks';
import type { Facts } from '../api/model.ts';
import { Problem } from '../api/problem.ts';
import { saved } from '../api/saved.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { ClipGrid } from './ClipGrid.tsx';
import { ClipPages } from './ClipPages.ts';
import { askForFacts, facts } from './facts.ts';
import { FilterBox } from './FilterBox.tsx';
import { Skipped } from './Skipped.tsx';
import { counted, howLong } from './time.ts';

export function Library() {
  const [filter, setFilter] = useState('');
  const [pages, setPages] = useState(() => new ClipPages(''));
  const known = facts.value;
  const nClips = pages.nClips.value;
  const problem = pages.problem.value;
  useTitle('Library');
  useEffect(() => {
    void askForFacts();
  }, []);
  useEffect(() => {
    if (pages.filter === filter) return;
    // A name is typed in one go: only its end is asked for.
    const pause = setTimeout(() => setPages(new ClipPages(filter)), 120);
    return () => clearTimeout(pause);
  }, [filter]);
  useEffect(() => () => pages.callOff(), [pages]);

  return (
    <>
      <div class="library-top">
        <div>
          <h1>{known && !(known instanceof Problem) ? known.name : 'Library'}</h1>
          <p class="lead">{known && !(known instanceof Problem) ? whatItHolds(known) : '\u00a0'}</p>
        </div>
        <FilterBox filter={filter} setFilter={setFilter} nFound={pages.filter === filter ? nClips : null} />
      </div>
      {known && !(known instanceof Problem) && known.model === null && <NotLearned />}
      {known && !(known instanceof Problem) && known.n_skipped > 0 && <Skipped n={known.n_skipped} />}
      {problem && <ProblemNote problem={problem} again={() => pages.again()} />}
      {nClips === null && !problem && <Waiting what="Fetching the clips…" />}
      {nClips === 0 && <NoClips filter={pages.filter} />}
      {nClips !== null && nClips > 0 && <ClipGrid pages={pages} nClips={nClips} />}
    </>
  );
}

function whatItHolds({ n_clips, n_secs, model }: Facts): string {
  const size = `${counted(n_clips, 'clip')}, ${howLong(n_secs)}.`;
  return model === null || saved ? size : `${size} Open one and mark a moment to find what sounds or looks like it.`;
}

function NotLearned() {
  return (
    <div class="note">
      <p class="note-title">Nothing was learned from these clips yet</p>
      <p>
        You can look and listen. To search by sound and by sight, Earsight first has to learn how the two belong
        together.
      </p>
      <Link to={{ page: 'learn' }} class="button primary">
        Learn this library
      </Link>
    </div>
  );
}

function NoClips({ filter }: { filter: string }) {
  return (
    <p class="nothing">
      {filter
        ? `No clip has “${filter}” in its name.`
        : 'There are no clips here. Make the library from a folder of films, sounds or pictures: earsight learn FOLDER.'}
    </p>
  );
}
