import './clip.css';
import { ask } from '../api/ask.ts';
import type { Clip, Span } from '../api/model.ts';
import { useAnswer } from '../api/useAnswer.ts';
import { clipName } from '../library/clipName.ts';
import { Link } from '../routing/Link.tsx';
import { ProblemNote } from '../shell/ProblemNote.tsx';
import { useTitle } from '../shell/useTitle.ts';
import { Waiting } from '../shell/Waiting.tsx';
import { OpenClip } from './OpenClip.tsx';

interface Props {
  clip: string;
  span?: Span | undefined;
}

export default function ClipPage({ clip, span }: Props) {
  const { folder, title } = clipName(clip);
  const found = useAnswer(clip, (signal) => ask<Clip>(`/api/clips/${encodeURIComponent(clip)}`, { signal }));
  useTitle(title);
  return (
    <>
      <p class="crumbs">
        <Link to={{ page: 'library' }}>Library</Link>
        {folder && <span> / {folder}</span>}
      </p>
      <h1>{title}</h1>
      {found.state === 'waiting' && <Waiting what="Opening the clip…" />}
      {found.state === 'wrong' && <ProblemNote problem={found.problem} again={found.again} />}
      {found.state === 'here' && <OpenClip key={clip} clip={found.answer} span={span} />}
    </>
  );
}
